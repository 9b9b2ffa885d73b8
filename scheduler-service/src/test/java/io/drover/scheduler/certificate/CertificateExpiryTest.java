package io.drover.scheduler.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CertificateExpiryTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    record Case(Duration left, @Nullable String sentence) {}

    static final List<Case> CASES = List.of(
            new Case(Duration.ofDays(300), null),
            new Case(Duration.ofDays(30), null),
            new Case(
                    Duration.ofDays(30).minusSeconds(1),
                    "Will expire in 29 days, on Mon Dec 28 11:59:59 UTC 2026: replace it with a renewed one"),
            new Case(
                    Duration.ofDays(7),
                    "Will expire in 7 days, on Sat Dec 05 12:00:00 UTC 2026: replace it with a renewed one"),
            new Case(
                    Duration.ofHours(30),
                    "Expires in 1 day, on Sun Nov 29 18:00:00 UTC 2026: replace it with a renewed one"),
            new Case(
                    Duration.ofHours(1),
                    "Expires within a day, on Sat Nov 28 13:00:00 UTC 2026: replace it with a renewed one"),
            new Case(
                    Duration.ZERO,
                    "Expired on Sat Nov 28 12:00:00 UTC 2026: clients refuse it. Replace it with a renewed one"),
            new Case(
                    Duration.ofDays(-1),
                    "Expired on Fri Nov 27 12:00:00 UTC 2026: clients refuse it. Replace it with a renewed one"));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysWhenItEnds(Case one) {
        assertThat(CertificateExpiry.sentence(NOW.plus(one.left()), NOW)).isEqualTo(one.sentence());
    }
}
