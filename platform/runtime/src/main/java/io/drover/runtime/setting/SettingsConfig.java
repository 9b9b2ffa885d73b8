package io.drover.runtime.setting;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The settings in a service that does not own them. It needs {@code drover.services.identity-url} and
 * {@code drover.internal.secret}.
 */
@Configuration(proxyBeanMethods = false)
public class SettingsConfig {
    /** The stream says something every 5 s; this much silence means it is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(12);

    private static final int AT_ONCE = 2;

    @Bean
    LiveSettings liveSettings() {
        return new LiveSettings();
    }

    @Bean
    SettingsStream settingsStream(
            LiveSettings settings, Environment environment, MeterRegistry meters, Subscriptions subscriptions) {
        InternalClients clients = new InternalClients(
                WebClient.builder(), environment.getRequiredProperty("drover.internal.secret"), AT_ONCE);
        SettingsStream stream = new SettingsStream(
                clients.internal(
                        "identity-settings",
                        URI.create(environment.getRequiredProperty("drover.services.identity-url"))),
                new Guarded(CallPolicy.stream("identity-service (settings)", SILENCE, SILENCE, AT_ONCE), meters),
                settings);
        subscriptions.keep("settings", stream.follow());
        return stream;
    }
}
