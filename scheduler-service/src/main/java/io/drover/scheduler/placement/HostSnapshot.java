package io.drover.scheduler.placement;

import io.drover.model.HostId;
import java.util.List;
import java.util.Map;

/**
 * One host of the environment at the moment of a decision. A removed host is simply not in the list.
 *
 * @param name what people call it: it is named in refusals
 * @param labels the host's labels; keys and values are compared ignoring case
 * @param containers everything on it, native containers too
 */
public record HostSnapshot(
        HostId id,
        String name,
        Condition condition,
        Capacity capacity,
        Map<String, String> labels,
        List<HostedContainer> containers) {
    public HostSnapshot {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
    }

    /** @param cordoned the operator deactivated it: nothing new, what runs stays (spec: orchestration, 2.9) */
    public record Condition(Liveness liveness, boolean cordoned) {
        public static final Condition ACTIVE = new Condition(Liveness.ACTIVE, false);
    }

    /** @param memoryBytes 0: unknown, reservations are not limited; the same for {@code milliCpu} */
    public record Capacity(long memoryBytes, int milliCpu) {}

    public boolean isSchedulable() {
        return condition.liveness() == Liveness.ACTIVE && !condition.cordoned();
    }
}
