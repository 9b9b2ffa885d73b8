package io.drover.scheduler.reconcile;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The health of environments, from counts of their stacks' services (spec: orchestration, 4.6). Pure. */
public final class EnvironmentTallies {
    private EnvironmentTallies() {}

    /**
     * Services of one stack that are alike; of a stack without services one group of none.
     *
     * @param stackActive nobody asked for the stack's removal
     * @param services how many they are
     */
    public record Group(
            long environment,
            long stack,
            boolean stackActive,
            boolean active,
            @Nullable HealthState health,
            long services) {}

    /** By environment; those without a stack are not in it. */
    public static Map<Long, HealthState> of(Collection<Group> groups) {
        Map<Long, Map<Long, HealthTally>> stacks = new HashMap<>();
        Map<Long, Boolean> active = new HashMap<>();
        for (Group group : groups) {
            active.put(group.stack(), group.stackActive());
            stacks.computeIfAbsent(group.environment(), _ -> new HashMap<>())
                    .merge(group.stack(), tally(group), EnvironmentTallies::sum);
        }
        Map<Long, HealthState> health = new HashMap<>();
        stacks.forEach((environment, tallies) -> {
            HealthTally whole = HealthTally.NOTHING;
            for (Map.Entry<Long, HealthTally> stack : tallies.entrySet()) {
                whole = whole.with(
                        Boolean.TRUE.equals(active.get(stack.getKey())),
                        stack.getValue().health(),
                        1);
            }
            health.put(environment, whole.health());
        });
        return health;
    }

    private static HealthTally tally(Group group) {
        HealthState health = group.health();
        return health == null
                ? HealthTally.NOTHING
                : HealthTally.NOTHING.with(group.active(), health, group.services());
    }

    private static HealthTally sum(HealthTally one, HealthTally other) {
        return new HealthTally(
                one.parts() + other.parts(),
                one.startedOnce() + other.startedOnce(),
                one.healthy() + other.healthy(),
                one.initializing() + other.initializing());
    }
}
