package io.drover.scheduler.certificate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What users are told about the end of a certificate, and when: from 30 days before it. */
public final class CertificateExpiry {
    /** From here on its state has a sentence. */
    public static final Duration SOON = Duration.ofDays(30);

    /** From here on it is urgent. */
    public static final Duration URGENT = Duration.ofDays(7);

    private CertificateExpiry() {}

    /** Null: there is nothing to say yet. */
    public static @Nullable String sentence(Instant expires, Instant now) {
        Duration left = Duration.between(now, expires);
        String when = CertificateFacts.text(expires);
        if (left.isNegative() || left.isZero()) {
            return "Expired on " + when + ": clients refuse it. Replace it with a renewed one";
        }
        if (left.compareTo(SOON) >= 0) {
            return null;
        }
        long days = left.toDays();
        String in = days == 0 ? "within a day" : days == 1 ? "in 1 day" : "in " + days + " days";
        String urgency = left.compareTo(URGENT) < 0 ? "Expires " : "Will expire ";
        return urgency + in + ", on " + when + ": replace it with a renewed one";
    }
}
