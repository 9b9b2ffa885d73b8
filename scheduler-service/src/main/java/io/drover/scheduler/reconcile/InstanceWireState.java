package io.drover.scheduler.reconcile;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.WireState.Transitioning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wire state of a container, computed from what is desired, what its host reported and whether the host can be heard
 * (spec: orchestration, 1.9). What a silent host reported last stays visible, with a note: "the control plane cannot see it"
 * is not "it is down".
 */
public final class InstanceWireState {
    /**
     * @param startOnce not started again when it exits
     * @param host how its host's agent is
     * @param hostName named in notes
     */
    public record Circumstances(boolean startOnce, Liveness host, String hostName) {}

    /** What may be asked in each state. */
    static final Map<String, List<String>> ACTIONS = Map.ofEntries(
            Map.entry("requested", List.of("remove")),
            Map.entry("creating", List.of("remove", "stop")),
            Map.entry("starting", List.of("logs", "stop")),
            Map.entry("restarting", List.of("logs", "stop")),
            Map.entry("running", List.of("execute", "logs", "restart", "stop", "update")),
            Map.entry("stopping", List.of("logs")),
            Map.entry("stopped", List.of("logs", "remove", "start", "update")),
            Map.entry("error", List.of("remove")),
            Map.entry("removing", List.of()),
            Map.entry("removed", List.of()));

    private static final String IN_PROGRESS = "In Progress";

    private record Seen(String state, Transitioning transitioning) {}

    private InstanceWireState() {}

    /** States, transitioning fields and actions. */
    public static WireState of(Desired desired, @Nullable Observation observed, Circumstances circumstances) {
        Seen seen = switch (desired.target()) {
            case RUNNING -> meantToRun(desired, observed, circumstances.startOnce());
            case STOPPED -> meantToStop(observed);
            case REMOVED ->
                observed != null && observed.state() == State.REMOVED ? settled("removed") : moving("removing");
        };
        return new WireState(
                seen.state(),
                seen.transitioning(),
                message(seen, desired.target(), observed, circumstances),
                null,
                ACTIONS.getOrDefault(seen.state(), List.of()));
    }

    private static Seen meantToRun(Desired desired, @Nullable Observation observed, boolean startOnce) {
        if (observed == null) {
            return moving("requested");
        }
        boolean startedBefore = observed.starts() > 0;
        boolean anew = startedBefore && observed.startGeneration() < desired.startGeneration();
        return switch (observed.state()) {
            case PENDING -> moving("requested");
            case PULLING, CREATING, REMOVING, REMOVED -> moving("creating");
            case CREATED -> moving("starting");
            case STARTING, STOPPED ->
                startOnce && startedBefore && !anew && observed.state() == State.STOPPED
                        ? settled("stopped")
                        : moving(anew ? "restarting" : "starting");
            case RUNNING -> anew ? moving("restarting") : settled("running");
            case EXITED -> startOnce && !anew ? settled("stopped") : moving("restarting");
            case STOPPING -> moving(anew ? "restarting" : "stopping");
            case FAILED -> new Seen(startedBefore ? "restarting" : "error", Transitioning.ERROR);
        };
    }

    private static Seen meantToStop(@Nullable Observation observed) {
        if (observed == null) {
            return settled("stopped");
        }
        return switch (observed.state()) {
            case PENDING, CREATED, EXITED, STOPPED, REMOVING, REMOVED -> settled("stopped");
            case PULLING, CREATING, STARTING, RUNNING, STOPPING -> moving("stopping");
            case FAILED -> new Seen(observed.starts() > 0 ? "stopping" : "stopped", Transitioning.ERROR);
        };
    }

    private static Seen settled(String state) {
        return new Seen(state, Transitioning.NO);
    }

    private static Seen moving(String state) {
        return new Seen(state, Transitioning.YES);
    }

    private static @Nullable String message(
            Seen seen, Target target, @Nullable Observation observed, Circumstances circumstances) {
        if (circumstances.host() != Liveness.ACTIVE && !seen.state().equals("removed")) {
            return "host %s is %s; this is what it reported last"
                    .formatted(
                            circumstances.hostName(),
                            circumstances.host().name().toLowerCase(Locale.ROOT));
        }
        if (seen.transitioning() == Transitioning.NO) {
            return null;
        }
        if (observed == null) {
            return IN_PROGRESS;
        }
        String said = observed.message();
        boolean exited = observed.state() == State.EXITED && target == Target.RUNNING;
        String otherwise =
                exited ? "exited with code %s, is started again".formatted(observed.exitCode()) : IN_PROGRESS;
        return said == null ? otherwise : said;
    }
}
