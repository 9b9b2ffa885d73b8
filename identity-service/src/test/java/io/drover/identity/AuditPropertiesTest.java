package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AuditPropertiesTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(AuditProperties.class)
    static class Settings {}

    @Test
    void defaults() {
        context.run(started -> assertThat(started.getBean(AuditProperties.class))
                .isEqualTo(new AuditProperties(Duration.ofMinutes(1), 1_000_000)));
    }

    @Test
    void everyKey() {
        context.withPropertyValues("drover.audit.checkpoint-every=5s", "drover.audit.most-rows=7")
                .run(started -> assertThat(started.getBean(AuditProperties.class))
                        .isEqualTo(new AuditProperties(Duration.ofSeconds(5), 7)));
    }

    @Test
    void aKeyNobodyReadsFailsTheStart() {
        context.withPropertyValues("drover.audit.checkpoints-every=5s")
                .run(started -> assertThat(started).hasFailed());
    }
}
