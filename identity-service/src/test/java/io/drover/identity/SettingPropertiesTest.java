package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingPropertiesTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties({SettingProperties.class, SigningKeyProperties.class})
    static class Settings {}

    @Test
    void defaults() {
        context.run(started -> {
            assertThat(started.getBean(SettingProperties.class).localFile(Path.of("data")))
                    .isEqualTo(Path.of("data/settings.properties"));
            assertThat(started.getBean(SigningKeyProperties.class))
                    .isEqualTo(new SigningKeyProperties(Duration.ofSeconds(30), Duration.ofSeconds(10)));
        });
    }

    @Test
    void everyKey() {
        context.withPropertyValues(
                        "drover.settings.file=/etc/drover/settings.properties",
                        "drover.signing-keys.lead=5m",
                        "drover.signing-keys.look=1m")
                .run(started -> {
                    assertThat(started.getBean(SettingProperties.class))
                            .isEqualTo(new SettingProperties(Path.of("/etc/drover/settings.properties")));
                    assertThat(started.getBean(SigningKeyProperties.class))
                            .isEqualTo(new SigningKeyProperties(Duration.ofMinutes(5), Duration.ofMinutes(1)));
                });
    }

    @Test
    void aKeyThatWouldSignBeforeReplicasHaveItFailsTheStart() {
        context.withPropertyValues("drover.signing-keys.lead=10s")
                .run(started -> assertThat(started).hasFailed());
        context.withPropertyValues("drover.settings.files=x")
                .run(started -> assertThat(started).hasFailed());
    }
}
