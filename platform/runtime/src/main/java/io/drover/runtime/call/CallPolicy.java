package io.drover.runtime.call;

import java.time.Duration;

/**
 * How one part is called.
 *
 * @param part name users know it by, e.g. {@code scheduler-service}; a metric tag
 * @param timeout until the answer (of a stream: until its first element; zero: it may be silent from the start)
 * @param idle longest silence of a stream; zero: streams may be silent
 * @param concurrent calls in flight at most; further ones are refused at once
 */
public record CallPolicy(String part, Duration timeout, Duration idle, int concurrent) {
    public CallPolicy {
        if (timeout.isNegative() || idle.isNegative() || concurrent < 1) {
            throw new IllegalArgumentException(
                    "calls to %s need timeouts that are not negative and a concurrency of 1 or more".formatted(part));
        }
    }

    /** A request with one answer. */
    public static CallPolicy request(String part, Duration timeout, int concurrent) {
        if (timeout.isZero()) {
            throw new IllegalArgumentException("requests to %s need a timeout".formatted(part));
        }
        return new CallPolicy(part, timeout, Duration.ZERO, concurrent);
    }

    /** A stream without end whose sender says something at least that often. */
    public static CallPolicy stream(String part, Duration timeout, Duration idle, int concurrent) {
        return new CallPolicy(part, timeout, idle, concurrent);
    }

    /** A stream that may be silent for long; only connecting has a limit, in the client. */
    public static CallPolicy silentStream(String part, int concurrent) {
        return new CallPolicy(part, Duration.ZERO, Duration.ZERO, concurrent);
    }
}
