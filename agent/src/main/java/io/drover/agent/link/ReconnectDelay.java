package io.drover.agent.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries to reach the server: doubling from 0.2 s to 5 s, each drawn from its upper half, so that a thousand agents
 * that lost the same server do not come back in step.
 */
final class ReconnectDelay {
    private static final long LEAST_MILLIS = 200;
    private static final long MOST_MILLIS = 5000;

    private ReconnectDelay() {}

    /** @param failures tries in a row that failed before this pause, from 0 */
    static Duration after(int failures, RandomGenerator random) {
        long full = Math.min(MOST_MILLIS, LEAST_MILLIS << Math.min(failures, 10));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
