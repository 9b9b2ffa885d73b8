package io.drover.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IdentityPropertiesTest {
    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new IdentityProperties(
                        Path.of("data"),
                        null,
                        "drover_identity",
                        10,
                        Duration.ofHours(16),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(60),
                        0,
                        64,
                        Duration.ofDays(30),
                        Duration.ofMinutes(2),
                        null,
                        "drover/agent:0.1.0",
                        new IdentityProperties.OAuth(null, Duration.ofHours(1), Duration.ofDays(30))));
        assertThat(bind(Map.of()).masterKeyFile()).isEqualTo(Path.of("data/identity.key"));
        assertThat(bind(Map.of()).adminPasswordFile()).isEqualTo(Path.of("data/admin-password"));
    }

    @Test
    void keys() {
        assertThat(bind(Map.ofEntries(
                        Map.entry("drover.identity.data-dir", "/var/lib/drover"),
                        Map.entry("drover.identity.key-file", "/run/secrets/key"),
                        Map.entry("drover.identity.schema", "s"),
                        Map.entry("drover.identity.connections", "3"),
                        Map.entry("drover.identity.session-life", "1h"),
                        Map.entry("drover.identity.token-life", "1m"),
                        Map.entry("drover.identity.ticket-life", "5s"),
                        Map.entry("drover.identity.password-threads", "1"),
                        Map.entry("drover.identity.password-queue", "8"),
                        Map.entry("drover.identity.audit-retention", "7d"),
                        Map.entry("drover.identity.directory-check", "30s"),
                        Map.entry("drover.identity.directory-trust", "/etc/ldap.pem"),
                        Map.entry("drover.identity.agent-image", "a:1"),
                        Map.entry("drover.identity.oauth.issuer", "https://drover.example"),
                        Map.entry("drover.identity.oauth.access-life", "10m"),
                        Map.entry("drover.identity.oauth.refresh-life", "1d"))))
                .isEqualTo(new IdentityProperties(
                        Path.of("/var/lib/drover"),
                        Path.of("/run/secrets/key"),
                        "s",
                        3,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        1,
                        8,
                        Duration.ofDays(7),
                        Duration.ofSeconds(30),
                        Path.of("/etc/ldap.pem"),
                        "a:1",
                        new IdentityProperties.OAuth(
                                "https://drover.example", Duration.ofMinutes(10), Duration.ofDays(1))));
    }

    @Test
    void aStormOfSignInsGetsHalfTheProcessors() {
        IdentityProperties settings = bind(Map.of());
        assertThat(settings.passwordThreads(1)).isEqualTo(1);
        assertThat(settings.passwordThreads(2)).isEqualTo(1);
        assertThat(settings.passwordThreads(8)).isEqualTo(4);
        assertThat(bind(Map.of("drover.identity.password-threads", "3")).passwordThreads(8))
                .isEqualTo(3);
    }

    @Test
    void unknownKeysAreRefused() {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("drover.identity.sesion-life=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("drover.identity.sesion-life"));
    }

    @EnableConfigurationProperties(IdentityProperties.class)
    static class Settings {}

    private static IdentityProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("drover.identity", IdentityProperties.class);
    }
}
