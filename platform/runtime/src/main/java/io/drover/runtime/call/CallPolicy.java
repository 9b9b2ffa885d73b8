package io.drover.runtime.call;

import java.time.Duration;

/**
 * How one part is called.
 *
 * @param part name users know it by, e.g. {@code scheduler-service}; a metric tag
 * @param timeout until the answer (of a stream: until its first element, and between elements if {@code idle} is set)
 * @param idle longest silence of a stream; zero: streams may be silent
 * @param concurrent calls in flight at most; further ones are refused at once
 */
public record CallPolicy(String part, Duration timeout, Duration idle, int concurrent) {
    public CallPolicy {
        if (timeout.isZero() || timeout.isNegative() || concurrent < 1) {
            throw new IllegalArgumentException(
                    "calls to %s need a positive timeout and a concurrency of 1 or more".formatted(part));
        }
    }

    /** A request with one answer. */
    public static CallPolicy request(String part, Duration timeout, int concurrent) {
        return new CallPolicy(part, timeout, Duration.ZERO, concurrent);
    }

    /** A stream without end whose sender says something at least that often. */
    public static CallPolicy stream(String part, Duration timeout, Duration idle, int concurrent) {
        return new CallPolicy(part, timeout, idle, concurrent);
    }
}
