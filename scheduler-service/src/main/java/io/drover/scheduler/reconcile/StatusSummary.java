package io.drover.scheduler.reconcile;

import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.reconcile.Draft.Refusal;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.LiveUnit.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to tell about a service after a decision. The one sentence is the most important thing that is not as it should be, in
 * this order: a refusal that waiting will not solve, a failing container, a container that keeps exiting, a lost host that is
 * waited for, a refusal that will pass, progress.
 */
final class StatusSummary {
    /** From this many starts on, a container that has exited is called crash-looping. */
    static final int CRASH_LOOP_STARTS = 3;

    private record Note(String sentence, boolean error) {}

    private final ServiceView view;
    private final Hosts hosts;
    private final Draft draft;
    private final List<LiveUnit> counted;
    private final LaunchConfigs configs;
    private final int expectedUnits;

    StatusSummary(ServiceView view, Hosts hosts, Draft draft, List<LiveUnit> counted, int expectedUnits) {
        this.view = view;
        this.hosts = hosts;
        this.draft = draft;
        this.counted = counted;
        this.configs = new LaunchConfigs(view.spec());
        this.expectedUnits = expectedUnits;
    }

    ServiceStatus status() {
        boolean converged = isConverged();
        Note note = converged ? null : note();
        int desired = view.activity() == Activity.REMOVED ? 0 : expectedUnits * configs.count();
        return new ServiceStatus(
                converged,
                stayingUnits() + draft.createdUnits(),
                desired,
                running(),
                isRestarting(),
                health(desired),
                note == null ? null : note.sentence(),
                note != null && note.error(),
                view.activity() == Activity.REMOVED ? null : draft.forbidden());
    }

    private int stayingUnits() {
        return (int) counted.stream()
                .filter(unit -> !unit.live().stream().allMatch(draft::removes))
                .count();
    }

    private boolean isConverged() {
        if (!draft.isQuiet() || leaving().findAny().isPresent()) {
            return false;
        }
        return switch (view.activity()) {
            case REMOVED -> true;
            case INACTIVE -> instances().noneMatch(this::isStillUp);
            case ACTIVE -> counted.size() == expectedUnits && counted.stream().allMatch(LiveUnit::well);
        };
    }

    private Stream<InstanceView> instances() {
        return counted.stream().flatMap(unit -> unit.live().stream());
    }

    /** Removals that can still be waited for: a lost host answers none, and a removed one never will. */
    private Stream<InstanceView> leaving() {
        return view.units().stream()
                .flatMap(unit -> unit.instances().stream())
                .filter(instance -> !instance.isLive())
                .filter(instance -> !hosts.isGone(instance.host()) && !hosts.isLost(instance.host()))
                .filter(instance ->
                        instance.observed() == null || instance.observed().state() != State.REMOVED);
    }

    private boolean isStillUp(InstanceView instance) {
        Observation observed = instance.observed();
        return observed != null && hosts.isActive(instance.host()) && isUp(observed.state());
    }

    private static boolean isUp(State state) {
        return switch (state) {
            case PULLING, CREATING, STARTING, RUNNING, STOPPING -> true;
            case PENDING, CREATED, EXITED, STOPPED, REMOVING, REMOVED, FAILED -> false;
        };
    }

    private int running() {
        return (int) instances().filter(this::isWell).count();
    }

    private boolean isWell(InstanceView instance) {
        return hosts.isLost(instance.host()) ? configs.isFinished(instance) : configs.isWell(instance);
    }

    private boolean isRestarting() {
        long asked = view.restart().startGeneration();
        return view.activity() == Activity.ACTIVE
                && instances().anyMatch(instance -> {
                    Observation observed = instance.observed();
                    boolean started = observed != null && observed.starts() > 0 && observed.startGeneration() < asked;
                    return instance.revision() == view.revision()
                            && !configs.isFinished(instance)
                            && (instance.desired().startGeneration() < asked || started);
                });
    }

    /** As the reference counts (spec: orchestration, 4.5); an instance before its first start is initializing. */
    private HealthState health(int desired) {
        long finished = instances().filter(configs::isFinished).count();
        if (desired > 0 && finished >= desired) {
            return HealthState.STARTED_ONCE;
        }
        int running = running();
        if (running >= desired && (running > 0 || !view.spec().isGlobal())) {
            return HealthState.HEALTHY;
        }
        boolean starting = view.activity() == Activity.ACTIVE
                && (draft.createdUnits() > 0 || instances().anyMatch(StatusSummary::isBeforeItsFirstStart));
        if (starting) {
            return HealthState.INITIALIZING;
        }
        return running > 0 ? HealthState.DEGRADED : HealthState.UNHEALTHY;
    }

    private static boolean isBeforeItsFirstStart(InstanceView instance) {
        Observation observed = instance.observed();
        return observed == null || (observed.starts() == 0 && observed.state() != State.FAILED);
    }

    private Note note() {
        return refusal(Refusal::error)
                .or(() -> instances().flatMap(this::failure).findFirst())
                .or(() -> instances().flatMap(this::crashLoop).findFirst())
                .or(this::lostHost)
                .or(() -> refusal(refusal -> !refusal.error()))
                .orElseGet(this::progress);
    }

    private Optional<Note> refusal(Predicate<Refusal> which) {
        return draft.refusals().stream()
                .filter(which)
                .findFirst()
                .map(refusal -> new Note(refusal.sentence(), refusal.error()));
    }

    private Stream<Note> failure(InstanceView instance) {
        Observation observed = instance.observed();
        return observed != null && observed.state() == State.FAILED && view.activity() != Activity.REMOVED
                ? Stream.of(new Note(said(instance, observed, "failed"), true))
                : Stream.empty();
    }

    private Stream<Note> crashLoop(InstanceView instance) {
        Observation observed = instance.observed();
        if (observed == null
                || view.activity() != Activity.ACTIVE
                || observed.state() != State.EXITED
                || observed.starts() < CRASH_LOOP_STARTS
                || configs.isFinished(instance)) {
            return Stream.empty();
        }
        return Stream.of(
                new Note(said(instance, observed, "exited with code %s, again".formatted(observed.exitCode())), true));
    }

    private Optional<Note> lostHost() {
        return view.activity() != Activity.ACTIVE
                ? Optional.empty()
                : counted.stream()
                        .filter(unit -> unit.standing() == Standing.WAITS_FOR_HOST && !unit.well())
                        .findFirst()
                        .map(unit -> new Note(
                                "slot %d waits for host %s, which is lost"
                                        .formatted(unit.index(), hosts.name(unit.host())),
                                true));
    }

    private Note progress() {
        Optional<InstanceView> leaving = leaving().min(Comparator.comparing(InstanceView::id));
        String counts = switch (view.activity()) {
            case ACTIVE -> "%d of %d instances run".formatted(running(), expectedUnits * configs.count());
            case INACTIVE ->
                WireState.counted(instances().filter(this::isStillUp).count(), "instance") + " being stopped";
            case REMOVED -> WireState.counted(leaving().count(), "instance") + " being removed";
        };
        String detail = view.activity() == Activity.ACTIVE
                ? instances()
                        .filter(instance -> !isWell(instance))
                        .findFirst()
                        .map(instance -> "; " + said(instance, instance.observed(), "waits for its host's agent"))
                        .or(() -> leaving.map(instance -> "; %s is being removed from %s"
                                .formatted(instance.name(), hosts.name(instance.host()))))
                        .orElse("")
                : "";
        return new Note(counts + detail, false);
    }

    private String said(InstanceView instance, @Nullable Observation observed, String otherwise) {
        String message = observed == null ? null : observed.message();
        String words = message != null ? message : observed == null ? otherwise : words(observed.state(), otherwise);
        return "%s on %s: %s".formatted(instance.name(), hosts.name(instance.host()), words);
    }

    private static String words(State state, String otherwise) {
        return switch (state) {
            case PULLING -> "pulling its image";
            case CREATING, CREATED -> "being created";
            case STARTING -> "starting";
            case RUNNING -> "being restarted";
            case STOPPING -> "stopping";
            case REMOVING -> "being removed";
            case PENDING, EXITED, STOPPED, REMOVED, FAILED -> otherwise;
        };
    }
}
