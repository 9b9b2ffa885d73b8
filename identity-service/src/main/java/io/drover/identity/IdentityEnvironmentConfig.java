package io.drover.identity;

import io.drover.identity.api.EnvironmentHealthClient;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.internal.EnvironmentNewsController;
import io.drover.identity.store.EnvironmentNewsStream;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.lease.GenerationStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the other services hear and say of environments. */
@Configuration(proxyBeanMethods = false)
class IdentityEnvironmentConfig {
    private static final String HEALTH = "scheduler-service (health)";
    /** Lists of environments wait for it. */
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(1);

    private static final int HEALTH_AT_ONCE = 16;

    @Bean
    EnvironmentHealthClient environmentHealthClient(Environment environment, MeterRegistry meters, Clock clock) {
        SchedulerCalls calls = SchedulerCalls.of(HEALTH, HEALTH_TIMEOUT, HEALTH_AT_ONCE, environment, meters);
        return new EnvironmentHealthClient(calls.http(), calls.guarded(), clock);
    }

    @Bean
    EnvironmentNewsController environmentNewsController(
            ProjectStore projects, ChangeStream changes, GenerationStore generations, ProjectWriteHandler writes) {
        return new EnvironmentNewsController(new EnvironmentNewsStream(projects, changes, generations), writes);
    }
}
