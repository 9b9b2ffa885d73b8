package io.drover.identity;

import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.internal.EnvironmentNewsController;
import io.drover.identity.store.EnvironmentNewsStream;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.lease.GenerationStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the other services hear and say of environments. */
@Configuration(proxyBeanMethods = false)
class IdentityEnvironmentConfig {
    @Bean
    EnvironmentNewsController environmentNewsController(
            ProjectStore projects, ChangeStream changes, GenerationStore generations, ProjectWriteHandler writes) {
        return new EnvironmentNewsController(new EnvironmentNewsStream(projects, changes, generations), writes);
    }
}
