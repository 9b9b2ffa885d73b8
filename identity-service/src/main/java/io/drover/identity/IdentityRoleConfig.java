package io.drover.identity;

import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.TypeNames;
import io.drover.identity.api.CustomRoleHandler;
import io.drover.identity.api.ProjectTemplateHandler;
import io.drover.identity.api.TypeNamesClient;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CustomRoleStore;
import io.drover.identity.store.ProjectTemplateStore;
import io.drover.runtime.Ids;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;

/** Custom roles, and what environments begin with. */
@Configuration(proxyBeanMethods = false)
class IdentityRoleConfig {
    private static final String TYPES = "scheduler-service (types)";
    private static final Duration TYPES_TIMEOUT = Duration.ofSeconds(2);
    private static final int TYPES_AT_ONCE = 4;

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

    /** @param own asked for late: the types of this service are known when its handlers are there, of which one asks */
    @Bean
    TypeNamesClient typeNamesClient(
            ObjectProvider<TypeNames> own, Environment environment, MeterRegistry meters, Clock clock) {
        SchedulerCalls calls = SchedulerCalls.of(TYPES, TYPES_TIMEOUT, TYPES_AT_ONCE, environment, meters);
        return new TypeNamesClient(own::getObject, calls.http(), calls.guarded(), clock);
    }

    @Bean
    CustomRoleHandler customRoleHandler(
            CustomRoleStore roles, TypeNamesClient types, ChangeStore changes, Ids ids, Clock clock) {
        return new CustomRoleHandler(roles, types, changes, ids, clock);
    }
}
