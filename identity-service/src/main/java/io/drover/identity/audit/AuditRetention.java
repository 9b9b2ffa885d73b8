package io.drover.identity.audit;

import java.time.Duration;
import java.util.Optional;

/** How long rows are kept, from the setting users know (spec: identity sheet, 4.3). */
public final class AuditRetention {
    /** In seconds; 2592000 in the reference. */
    public static final String SETTING = "audit_log.purge.after.seconds";

    private AuditRetention() {}

    /** Empty: the text is no number of seconds above 0, and another source decides. */
    public static Optional<Duration> parse(String text) {
        try {
            long seconds = Long.parseLong(text.strip());
            return seconds > 0 && seconds <= Integer.MAX_VALUE
                    ? Optional.of(Duration.ofSeconds(seconds))
                    : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
