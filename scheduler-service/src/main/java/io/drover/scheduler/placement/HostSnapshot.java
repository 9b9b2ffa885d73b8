package io.drover.scheduler.placement;

import io.drover.model.HostId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** True if the host's labels satisfy those of the rules that are about host labels; soft ones count as hard. */
    public boolean matchesHostLabels(Collection<PlacementRule> rules) {
        return rules.stream()
                .filter(PlacementRule.HostLabel.class::isInstance)
                .map(PlacementRule.HostLabel.class::cast)
                .allMatch(rule -> hasLabel(rule.key(), rule.value()) != rule.negated());
    }

    private boolean hasLabel(String key, String value) {
        return labels.entrySet().stream()
                .anyMatch(label ->
                        label.getKey().equalsIgnoreCase(key) && label.getValue().equalsIgnoreCase(value));
    }

    HostSnapshot without(Set<String> uuids) {
        return new HostSnapshot(
                id,
                name,
                condition,
                capacity,
                labels,
                containers.stream()
                        .filter(container -> !uuids.contains(container.uuid()))
                        .toList());
    }
}
