package io.drover.identity;

import io.drover.api.schema.EmbeddedTypes;
import io.drover.identity.api.CustomRoleHandler;
import io.drover.identity.api.ProjectTemplateHandler;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.runtime.Ids;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Custom roles, and what environments begin with. */
@Configuration(proxyBeanMethods = false)
class IdentityRoleConfig {
    @Bean
    CustomRoleStore customRoleStore(DatabaseClient database) {
        return new CustomRoleStore(database);
    }

    @Bean
    ProjectTemplateStore projectTemplateStore(DatabaseClient database) {
        return new ProjectTemplateStore(database);
    }

    @Bean
    ProjectTemplateHandler projectTemplateHandler(
            ProjectTemplateStore templates, LiveSettings settings, ChangeStore changes, Ids ids, Clock clock) {
        return new ProjectTemplateHandler(templates, settings, changes, ids, clock);
    }

    @Bean
    EmbeddedTypes templateTypes() {
        return ProjectTemplateHandler.EMBEDDED;
    }

    @Bean
    CustomRoleHandler customRoleHandler(CustomRoleStore roles, ChangeStore changes, Ids ids, Clock clock) {
        return new CustomRoleHandler(roles, changes, ids, clock);
    }
}
