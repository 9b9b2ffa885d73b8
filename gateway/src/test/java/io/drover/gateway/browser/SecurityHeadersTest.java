package io.drover.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SecurityHeadersTest {
    private static Map<String, String> written(@Nullable String contentType, boolean isTls, Duration hsts) {
        Map<String, String> headers = new TreeMap<>();
        new SecurityHeaders(hsts).write(contentType, isTls, headers::put);
        return headers;
    }

    record Case(@Nullable String contentType, boolean isPage) {}

    static final List<Case> CASES = List.of(
            new Case("application/json; charset=utf-8", false),
            new Case(null, false),
            new Case("text/plain", false),
            new Case("text/html", true),
            new Case("TEXT/HTML;charset=utf-8", true));

    @ParameterizedTest
    @FieldSource("CASES")
    void nothingRunsInlineAndNobodyFrames(Case given) {
        Map<String, String> headers = written(given.contentType(), false, Duration.ZERO);
        String policy = headers.getOrDefault("Content-Security-Policy", "");
        assertThat(policy).startsWith("default-src 'none'").contains("frame-ancestors 'none'", "base-uri 'none'");
        assertThat(policy).doesNotContain("unsafe", "*", "http:");
        assertThat(policy.contains("script-src 'self'")).isEqualTo(given.isPage());
        assertThat(policy.contains("sandbox")).isEqualTo(!given.isPage());
        assertThat(headers)
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "no-referrer")
                .doesNotContainKey("Strict-Transport-Security");
    }

    @Test
    void tellsBrowsersToStayWithTlsWhereItIsItsOwn() {
        assertThat(written(null, true, Duration.ofDays(365)))
                .containsEntry("Strict-Transport-Security", "max-age=31536000");
        assertThat(written(null, false, Duration.ofDays(365))).doesNotContainKey("Strict-Transport-Security");
        assertThat(written(null, true, Duration.ZERO)).doesNotContainKey("Strict-Transport-Security");
    }
}
