package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.scheduler.SecretsProperties.Backend;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretsPropertiesTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(SecretsProperties.class)
    static class Settings {}

    @Test
    void defaults() {
        context.run(started -> {
            SecretsProperties settings = started.getBean(SecretsProperties.class);
            assertThat(settings).isEqualTo(new SecretsProperties(Backend.LOCALKEY, null, "transit", "drover"));
            assertThat(settings.keyFileIn(Path.of("/data"))).isEqualTo(Path.of("/data/secrets.key"));
        });
    }

    @Test
    void everyKey() {
        context.withPropertyValues(
                        "secrets.backend=vault",
                        "secrets.key-file=/keys/own.key",
                        "secrets.vault-mount=team/transit",
                        "secrets.vault-key=suite")
                .run(started -> assertThat(started.getBean(SecretsProperties.class))
                        .isEqualTo(new SecretsProperties(
                                Backend.VAULT, Path.of("/keys/own.key"), "team/transit", "suite")));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        context.withPropertyValues("secrets.backend=none")
                .run(started -> assertThat(started).hasFailed());
        context.withPropertyValues("secrets.vault-key=../sys")
                .run(started -> assertThat(started).hasFailed());
        context.withPropertyValues("secrets.backnd=vault")
                .run(started -> assertThat(started).hasFailed());
    }

    @Test
    void vaultIsKnownByItsOwnVariables() {
        assertThat(VaultSettings.of(environment(Map.of()))).isEmpty();
        assertThat(VaultSettings.of(
                        environment(Map.of("VAULT_ADDR", "https://vault:8200", "VAULT_TOKEN", "s.hidden\n"))))
                .hasValueSatisfying(vault -> {
                    assertThat(vault.token()).isEqualTo("s.hidden");
                    assertThat(vault.toString()).doesNotContain("hidden");
                });
        assertThatThrownBy(() -> VaultSettings.of(environment(Map.of("VAULT_ADDR", "https://vault:8200"))))
                .hasMessageContaining("VAULT_TOKEN");
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
        return environment;
    }
}
