package io.drover.runtime.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of the suite (or a server it needs) did not answer, refused, or is being spared by its circuit breaker. The
 * message is a sentence for users and names the part; the wire shows it as 503 with {@code Retry-After}.
 */
public final class PartUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final Duration retryAfter;

    public PartUnavailable(String part, String sentence, Duration retryAfter, @Nullable Throwable cause) {
        super(sentence, cause);
        this.part = part;
        this.retryAfter = retryAfter;
    }

    /** Name of the part, e.g. {@code scheduler-service}. */
    public String part() {
        return part;
    }

    /** The sentence for the user. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /** This error or the first of its causes that is a {@link PartUnavailable}; frameworks wrap what drivers throw. */
    public static @Nullable PartUnavailable in(@Nullable Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof PartUnavailable unavailable) {
                return unavailable;
            }
            at = at.getCause();
        }
        return null;
    }
}
