package io.drover.agent.reconcile;

import java.time.Duration;

/** How long to wait before trying again. */
final class Delays {
    /** A container that ran this long is well: its next death is its first. */
    static final Duration STABLE = Duration.ofSeconds(10);

    private static final Duration CRASH_MOST = Duration.ofSeconds(60);
    private static final Duration FAILURE_LEAST = Duration.ofSeconds(2);
    private static final Duration FAILURE_MOST = Duration.ofMinutes(2);

    private Delays() {}

    /** Before a container starts that died young {@code times} times in a row before this death: 0, 1, 2, 4 ... 60 s. */
    static Duration afterCrash(int times) {
        return times == 0 ? Duration.ZERO : doubled(Duration.ofSeconds(1), times - 1, CRASH_MOST);
    }

    /** Before a pull, create or start is tried again that failed {@code times} times in a row: 2, 4, 8 ... 120 s. */
    static Duration afterFailure(int times) {
        return doubled(FAILURE_LEAST, times - 1, FAILURE_MOST);
    }

    private static Duration doubled(Duration first, int times, Duration most) {
        Duration delay = first.multipliedBy(1L << Math.min(times, 20));
        return delay.compareTo(most) < 0 ? delay : most;
    }
}
