package io.drover.scheduler.reconcile;

/**
 * How well something is that is made of parts: a stack of its services, an environment of its stacks (spec: orchestration, 4.6).
 *
 * <ol>
 *   <li>Without parts, or when all are healthy, it is healthy; when all have done their work once, so has it.
 *   <li>Some part is just beginning: initializing.
 *   <li>Some part is healthy: degraded; none: unhealthy.
 * </ol>
 *
 * A part that is not active is not healthy, whatever it was last.
 *
 * @param parts all of them
 * @param startedOnce active ones that have done their work
 * @param healthy active ones that are healthy
 * @param initializing those that are beginning, active or not
 */
public record HealthTally(long parts, long startedOnce, long healthy, long initializing) {
    public static final HealthTally NOTHING = new HealthTally(0, 0, 0, 0);

    /** The same with so many more parts of that kind. */
    public HealthTally with(boolean active, HealthState health, long count) {
        return new HealthTally(
                parts + count,
                startedOnce + (active && health == HealthState.STARTED_ONCE ? count : 0),
                healthy + (active && health == HealthState.HEALTHY ? count : 0),
                initializing + (health == HealthState.INITIALIZING ? count : 0));
    }

    public HealthState health() {
        if (parts > 0 && startedOnce == parts) {
            return HealthState.STARTED_ONCE;
        }
        if (healthy + startedOnce == parts) {
            return HealthState.HEALTHY;
        }
        if (initializing > 0) {
            return HealthState.INITIALIZING;
        }
        return healthy + startedOnce > 0 ? HealthState.DEGRADED : HealthState.UNHEALTHY;
    }
}
