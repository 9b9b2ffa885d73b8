package io.drover.scheduler.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * The brake on mass action: how many instances of an environment may be replaced because their host is lost, per interval.
 * A partitioned server sees many hosts lost at once; the brake bounds what it does about it before somebody looks.
 *
 * <p>An interval begins with its first use, so that a loss never meets the end of an interval that nobody used.
 *
 * @param allowance instances per interval
 * @param used of those, already used in the present interval
 * @param renewsAt end of the present interval
 */
public record ReplacementBudget(int allowance, int used, Instant renewsAt) {
    /** A third of the environment: one of three hosts may be replaced in one go. */
    public static final double DEFAULT_SHARE = 0.34;
    /** Small environments are not braked. */
    public static final int DEFAULT_FLOOR = 20;

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    /** The budget of an environment with that many live instances. */
    public static ReplacementBudget of(int instances, double share, int floor, int used, Instant renewsAt) {
        return new ReplacementBudget(Math.max(floor, (int) Math.ceil(instances * share)), used, renewsAt);
    }

    /** A unit larger than the whole allowance may still go, alone, or it would wait for ever. */
    public boolean allows(int instances) {
        return used + instances <= allowance || used == 0;
    }

    public ReplacementBudget use(int instances) {
        return new ReplacementBudget(allowance, used + instances, renewsAt);
    }
}
