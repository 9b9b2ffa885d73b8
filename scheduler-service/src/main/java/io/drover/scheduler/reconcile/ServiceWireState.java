package io.drover.scheduler.reconcile;

import io.drover.scheduler.reconcile.WireState.Transitioning;
import java.util.List;
import java.util.Map;

/**
 * The wire state of a service, computed from what its user wants and what the last decision found (spec: orchestration,
 * 1.2). A service whose plan failed keeps its {@code -ing} state and says {@code transitioning=error}: it goes on trying.
 */
public final class ServiceWireState {
    /**
     * @param generation grows with each request of a user
     * @param statusGeneration the generation that {@code status} was computed from
     * @param everActive the service has been active since it was last inactive
     */
    public record Request(Activity activity, long generation, long statusGeneration, boolean everActive) {}

    private static final String IN_PROGRESS = "In Progress";

    /**
     * What may be asked in each state. Beyond the reference, whatever is under way can be changed again: a newer request
     * always supersedes an older one.
     */
    static final Map<String, List<String>> ACTIONS = Map.ofEntries(
            Map.entry("registering", List.of("remove")),
            Map.entry("inactive", List.of("activate", "remove", "update")),
            Map.entry("activating", List.of("deactivate", "remove", "update")),
            Map.entry("active", List.of("deactivate", "remove", "restart", "update")),
            Map.entry("updating-active", List.of("deactivate", "remove", "restart", "update")),
            Map.entry("restarting", List.of("deactivate", "remove", "restart", "update")),
            Map.entry("updating-inactive", List.of("activate", "remove", "update")),
            Map.entry("deactivating", List.of("activate", "remove", "update")),
            Map.entry("removing", List.of()),
            Map.entry("removed", List.of()));

    private ServiceWireState() {}

    /** States, transitioning fields and actions; the health state is the status's own. */
    public static WireState of(Request request, ServiceStatus status) {
        boolean seen = request.statusGeneration() == request.generation();
        boolean settled = seen && status.converged();
        String state = switch (request.activity()) {
            case ACTIVE -> settled ? "active" : busy(request, status, seen);
            case INACTIVE -> settled ? "inactive" : request.statusGeneration() == 0 ? "registering" : stopping(request);
            case REMOVED -> settled ? "removed" : "removing";
        };
        List<String> actions = ACTIONS.getOrDefault(state, List.of());
        if (settled) {
            return new WireState(state, Transitioning.NO, null, null, actions);
        }
        String message = seen ? status.message() : null;
        Integer progress = status.desiredInstances() == 0 || request.activity() != Activity.ACTIVE || !seen
                ? null
                : Math.min(100, 100 * status.runningInstances() / status.desiredInstances());
        return new WireState(
                state,
                seen && status.error() ? Transitioning.ERROR : Transitioning.YES,
                message == null ? IN_PROGRESS : message,
                progress,
                actions);
    }

    private static String busy(Request request, ServiceStatus status, boolean seen) {
        if (!request.everActive()) {
            return "activating";
        }
        return seen && status.restarting() ? "restarting" : "updating-active";
    }

    private static String stopping(Request request) {
        return request.everActive() ? "deactivating" : "updating-inactive";
    }
}
