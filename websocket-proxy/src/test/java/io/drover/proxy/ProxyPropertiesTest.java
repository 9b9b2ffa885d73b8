package io.drover.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ProxyPropertiesTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(ProxyProperties.class)
    static class Settings {}

    @Test
    void defaults() {
        context.run(started -> assertThat(started.getBean(ProxyProperties.class))
                .isEqualTo(new ProxyProperties(Duration.ofSeconds(10), Duration.ofSeconds(5), 100, 2000)));
    }

    @Test
    void everyKey() {
        context.withPropertyValues(
                        "drover.proxy.slow-client=1s",
                        "drover.proxy.ping-every=2s",
                        "drover.proxy.queued-events=3",
                        "drover.proxy.max-links=4")
                .run(started -> assertThat(started.getBean(ProxyProperties.class))
                        .isEqualTo(new ProxyProperties(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 4)));
    }

    @Test
    void aKeyNobodyReadsFailsTheStart() {
        context.withPropertyValues("drover.proxy.slow-clients=1s")
                .run(started -> assertThat(started).hasFailed());
    }
}
