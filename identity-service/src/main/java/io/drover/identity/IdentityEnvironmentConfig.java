package io.drover.identity;

import io.drover.identity.api.EnvironmentHealthClient;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.api.internal.EnvironmentNewsController;
import io.drover.identity.store.EnvironmentNewsStream;
import io.drover.identity.store.ProjectStore;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.lease.GenerationStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/** What the other services hear and say of environments. */
@Configuration(proxyBeanMethods = false)
class IdentityEnvironmentConfig {
    private static final String HEALTH = "scheduler-service (health)";
    /** Lists of environments wait for it. */
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(1);

    private static final int HEALTH_AT_ONCE = 16;

    @Bean
    EnvironmentHealthClient environmentHealthClient(Environment environment, MeterRegistry meters, Clock clock) {
        var clients = new InternalClients(
                WebClient.builder(), environment.getRequiredProperty("drover.internal.secret"), HEALTH_AT_ONCE);
        URI scheduler = URI.create(environment.getProperty("drover.services.scheduler-url", "http://127.0.0.1:8082"));
        return new EnvironmentHealthClient(
                clients.internal(HEALTH, scheduler),
                new Guarded(CallPolicy.request(HEALTH, HEALTH_TIMEOUT, HEALTH_AT_ONCE), meters),
                clock);
    }

    @Bean
    EnvironmentNewsController environmentNewsController(
            ProjectStore projects, ChangeStream changes, GenerationStore generations, ProjectWriteHandler writes) {
        return new EnvironmentNewsController(new EnvironmentNewsStream(projects, changes, generations), writes);
    }
}
