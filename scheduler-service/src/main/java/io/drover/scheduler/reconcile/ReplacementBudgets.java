package io.drover.scheduler.reconcile;

import io.drover.model.EnvironmentId;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of each environment's {@link ReplacementBudget} is used. In memory of the lease holder: a new holder starts with a
 * fresh interval, which is one more allowance at the most.
 */
public final class ReplacementBudgets {
    private final ConcurrentHashMap<EnvironmentId, Interval> intervals = new ConcurrentHashMap<>();
    private final double share;
    private final int floor;

    /**
     * @param share of an environment's instances that may be replaced per interval, 0 to 1
     * @param floor at least so many
     */
    public ReplacementBudgets(double share, int floor) {
        this.share = share;
        this.floor = floor;
    }

    public ReplacementBudget of(EnvironmentId environment, int instances, Instant now) {
        Interval interval = current(intervals.get(environment), now);
        return ReplacementBudget.of(instances, share, floor, interval.used, interval.ends);
    }

    public void use(EnvironmentId environment, int replaced, Instant now) {
        if (replaced > 0) {
            intervals.compute(
                    environment, (key, interval) -> current(interval, now).plus(replaced));
        }
    }

    private static Interval current(@Nullable Interval interval, Instant now) {
        return interval == null || !now.isBefore(interval.ends)
                ? new Interval(0, now.plus(ReplacementBudget.DEFAULT_INTERVAL))
                : interval;
    }

    private record Interval(int used, Instant ends) {
        Interval plus(int more) {
            return new Interval(used + more, ends);
        }
    }
}
