package io.drover.identity;

import io.drover.identity.api.CustomRoleHandler;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CustomRoleStore;
import io.drover.runtime.Ids;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Custom roles. */
@Configuration(proxyBeanMethods = false)
class IdentityRoleConfig {
    @Bean
    CustomRoleStore customRoleStore(DatabaseClient database) {
        return new CustomRoleStore(database);
    }

    @Bean
    CustomRoleHandler customRoleHandler(CustomRoleStore roles, ChangeStore changes, Ids ids, Clock clock) {
        return new CustomRoleHandler(roles, changes, ids, clock);
    }
}
