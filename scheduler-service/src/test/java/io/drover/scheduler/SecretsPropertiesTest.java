package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.scheduler.SecretsProperties.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                    assertThat(vault.token().value()).isEqualTo("s.hidden");
                    assertThat(vault.toString() + vault.token()).doesNotContain("hidden");
                });
        assertThatThrownBy(() -> VaultSettings.of(environment(Map.of("VAULT_ADDR", "https://vault:8200"))))
                .hasMessageContaining("VAULT_TOKEN_FILE");
    }

    @Test
    void vaultsTokenCanBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s.hidden\n");
        Map<String, Object> variables = Map.of("VAULT_ADDR", "https://vault:8200", "VAULT_TOKEN_FILE", file.toString());

        assertThat(VaultSettings.of(environment(variables)))
                .hasValueSatisfying(vault -> assertThat(vault.token().value()).isEqualTo("s.hidden"));

        Map<String, Object> both = new HashMap<>(variables);
        both.put("VAULT_TOKEN", "s.hidden");
        assertThatThrownBy(() -> VaultSettings.of(environment(both)))
                .hasMessageContaining("VAULT_TOKEN and VAULT_TOKEN_FILE are both set")
                .hasMessageNotContaining("hidden");
        both.put("VAULT_TOKEN", "");
        assertThat(VaultSettings.of(environment(both)))
                .as("an empty one is none")
                .isPresent();

        Files.delete(file);
        assertThatThrownBy(() -> VaultSettings.of(environment(variables))).hasMessageContaining(file.toString());
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
        return environment;
    }
}
