package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class GatewayPropertiesTest {
    private static final String SECRET = "a secret of enough letters";

    private static GatewayProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("drover", GatewayProperties.class)
                .get();
    }

    @Test
    void defaults() {
        assertThat(bind(Map.of("drover.internal.secret", SECRET)))
                .isEqualTo(new GatewayProperties(
                        new GatewayProperties.Internal(SECRET),
                        new GatewayProperties.Services(
                                URI.create("http://127.0.0.1:8081"),
                                URI.create("http://127.0.0.1:8082"),
                                URI.create("http://127.0.0.1:8083")),
                        new GatewayProperties.Gateway(
                                List.of(),
                                DataSize.ofMegabytes(4),
                                Duration.ofSeconds(30),
                                1000,
                                10_000,
                                10_000,
                                new GatewayProperties.Limits(500, 2000, 20, 300),
                                Duration.ofDays(365),
                                ""),
                        new GatewayProperties.Redis("")));
    }

    @Test
    void keys() {
        var settings = bind(Map.ofEntries(
                Map.entry("drover.internal.secret", SECRET),
                Map.entry("drover.services.proxy-url", "http://p"),
                Map.entry("drover.gateway.trusted-proxies", "10.0.0.1,fd00::/8"),
                Map.entry("drover.gateway.max-body", "1KB"),
                Map.entry("drover.gateway.answer-timeout", "5s"),
                Map.entry("drover.gateway.concurrent", "7"),
                Map.entry("drover.gateway.cached-tokens", "8"),
                Map.entry("drover.gateway.audit-pending", "9"),
                Map.entry("drover.gateway.limits.account-per-second", "10"),
                Map.entry("drover.gateway.limits.account-burst", "11"),
                Map.entry("drover.gateway.limits.stranger-per-second", "12"),
                Map.entry("drover.gateway.limits.stranger-burst", "13"),
                Map.entry("drover.gateway.hsts", "0s"),
                Map.entry("drover.gateway.fingerprint", "AB:CD"),
                Map.entry("drover.redis.url", "rediss://:password@r:1")));
        assertThat(settings.redis()).isEqualTo(new GatewayProperties.Redis("rediss://:password@r:1"));
        assertThat(settings.services().proxyUrl()).isEqualTo(URI.create("http://p"));
        assertThat(settings.gateway())
                .isEqualTo(new GatewayProperties.Gateway(
                        List.of("10.0.0.1", "fd00::/8"),
                        DataSize.ofKilobytes(1),
                        Duration.ofSeconds(5),
                        7,
                        8,
                        9,
                        new GatewayProperties.Limits(10, 11, 12, 13),
                        Duration.ZERO,
                        "AB:CD"));
        assertThat(settings.toString()).doesNotContain(SECRET, "password");
    }

    @Test
    void aShortSecretStopsTheStart() {
        assertThatThrownBy(() -> bind(Map.of("drover.internal.secret", "short")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage(
                        "drover.internal.secret has fewer than 16 characters: set a long random text, the same everywhere");
    }
}
