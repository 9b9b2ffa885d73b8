package io.drover.scheduler.reconcile;

import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.WireState.Transitioning;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire state of a host (spec: orchestration, 1.14): its user's wish, overlaid by what is known of its agent while the host
 * is meant to be active. A host that is merely out of sight is {@code reconnecting}, one whose containers have been given up is
 * {@code disconnected}.
 */
public final class HostWireState {
    /** What the operator wants of a host. */
    public enum Wish {
        ACTIVE,
        /** Cordoned: nothing new is placed. */
        INACTIVE,
        REMOVED
    }

    static final Map<String, List<String>> ACTIONS = Map.of(
            "active", List.of("deactivate", "update"),
            "reconnecting", List.of("deactivate", "update"),
            "disconnected", List.of("deactivate", "remove", "update"),
            "inactive", List.of("activate", "remove", "update"),
            "removing", List.of(),
            "removed", List.of());

    private HostWireState() {}

    /**
     * @param containersLeft instances that have not been reported gone; only asked when the host is being removed
     * @param note what the agent or the link said last, e.g. why it is gone; null: nothing
     */
    public static WireState of(Wish wish, Liveness liveness, int containersLeft, @Nullable String note) {
        return switch (wish) {
            case ACTIVE -> active(liveness, note);
            case INACTIVE ->
                liveness == Liveness.ACTIVE
                        ? state("inactive", Transitioning.NO, note)
                        : state("inactive", Transitioning.NO, note == null ? unheard(liveness) : note);
            case REMOVED ->
                containersLeft == 0 || liveness == Liveness.LOST
                        ? state("removed", Transitioning.NO, null)
                        : state(
                                "removing",
                                Transitioning.YES,
                                WireState.counted(containersLeft, "container") + " being removed");
        };
    }

    private static WireState active(Liveness liveness, @Nullable String note) {
        return switch (liveness) {
            case ACTIVE -> state("active", Transitioning.NO, note);
            case RECONNECTING -> state("reconnecting", Transitioning.YES, note == null ? unheard(liveness) : note);
            case LOST -> state("disconnected", Transitioning.ERROR, note == null ? unheard(liveness) : note);
        };
    }

    private static @Nullable String unheard(Liveness liveness) {
        return switch (liveness) {
            case ACTIVE -> null;
            case RECONNECTING -> "the agent is not connected; the host's containers are believed to run";
            case LOST -> "the agent has been silent too long; its containers are started on other hosts";
        };
    }

    private static WireState state(String state, Transitioning transitioning, @Nullable String message) {
        return new WireState(state, transitioning, message, null, ACTIONS.getOrDefault(state, List.of()));
    }
}
