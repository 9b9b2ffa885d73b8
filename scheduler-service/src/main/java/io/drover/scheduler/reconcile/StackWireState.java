package io.drover.scheduler.reconcile;

import io.drover.scheduler.reconcile.WireState.Transitioning;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The wire state and health of a stack, computed from its services (spec: orchestration, 1.1, 4.6). A stack is active as soon
 * as it exists; how far its services are is theirs to say.
 */
public final class StackWireState {
    /** One service of the stack that is not removed. */
    public record Member(String name, Activity activity, HealthState health) {}

    static final Map<String, List<String>> ACTIONS = Map.of(
            "active", List.of("activateservices", "deactivateservices", "exportconfig", "remove", "update"),
            "removing", List.of(),
            "removed", List.of());

    private StackWireState() {}

    /** @param activity {@link Activity#REMOVED} when the user has asked for its removal */
    public static WireState of(Activity activity, Collection<Member> services) {
        if (activity != Activity.REMOVED) {
            return new WireState("active", Transitioning.NO, null, null, ACTIONS.getOrDefault("active", List.of()));
        }
        return services.isEmpty()
                ? new WireState("removed", Transitioning.NO, null, null, List.of())
                : new WireState(
                        "removing",
                        Transitioning.YES,
                        WireState.counted(services.size(), "service") + " being removed",
                        null,
                        List.of());
    }

    /** An inactive service is not healthy, so it makes its stack degraded or unhealthy, as users of the reference expect. */
    public static HealthState health(Collection<Member> services) {
        HealthTally tally = HealthTally.NOTHING;
        for (Member service : services) {
            tally = tally.with(service.activity() == Activity.ACTIVE, service.health(), 1);
        }
        return tally.health();
    }
}
