package io.drover.runtime.loop;

import java.time.Duration;

/**
 * Doubling waits between failed attempts.
 *
 * @param first wait after the first failure
 * @param cap longest wait
 */
public record Backoff(Duration first, Duration cap) {
    /** Half a second, doubling up to a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));

    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off of %s up to %s is not a growing wait".formatted(first, cap));
        }
    }

    /** @param failures failed attempts in a row, from 1 */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, 30);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(cap) < 0 ? wait : cap;
    }
}
