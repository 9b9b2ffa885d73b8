package io.drover.scheduler.servicelog;

import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.Plan;
import io.drover.scheduler.reconcile.Reconciliation;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.servicelog.LogEntry.Kind;
import io.drover.scheduler.servicelog.LogEntry.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of the service loop adds to the log:
 *
 * <ol>
 *   <li>A new request ends the run that went on before it. The request itself is in the log already: the API wrote it.
 *   <li>Steps without a run begin one: nobody asked, so something was not as it should be.
 *   <li>Each step is a detail, the first {@link #MOST_STEPS} of a pass by name.
 *   <li>A trouble that was not told lately is told, outside a run as a note of its own.
 *   <li>A service that is as it should be ends the run.
 * </ol>
 *
 * <p>A pass that only looks adds nothing. A container that its agent starts anew in place is no step either.
 */
public final class PassLog {
    static final int MOST_STEPS = 100;

    private final Pass pass;
    private final Instant now;
    private final List<LogEntry> entries = new ArrayList<>();
    private LogState state;

    private PassLog(LogState before, Pass pass, Instant now) {
        this.state = before;
        this.pass = pass;
        this.now = now;
    }

    /**
     * A pass, applied.
     *
     * @param generation the request it looked at
     * @param request what that asked for
     * @param steps the plan's actions, in order
     */
    public record Pass(
            ServiceId service,
            long generation,
            ServiceEvent request,
            Activity activity,
            List<InstanceStep> steps,
            Reconciliation decision) {
        public Pass {
            steps = List.copyOf(steps);
        }
    }

    /** @param state what to keep for the next pass */
    public record Result(List<LogEntry> entries, LogState state) {
        public Result {
            entries = List.copyOf(entries);
        }
    }

    public static Result of(LogState before, Pass pass, Instant now) {
        return new PassLog(before, pass, now).result();
    }

    private Result result() {
        if (state.generation() != pass.generation) {
            supersede();
        }
        if (!state.open() && !pass.steps.isEmpty()) {
            state = state.triggering(true);
            add(state.event().wire(), Level.INFO, summary(), Kind.RUN, null);
        }
        tellSteps();
        tellTrouble();
        if (state.open() && pass.decision.status().converged()) {
            add(state.event().info(), Level.INFO, outcome(), Kind.END, null);
            state = state.ended();
        }
        return new Result(entries, state);
    }

    private void supersede() {
        if (state.open()) {
            add(state.event().info(), Level.INFO, "Something else was asked for meanwhile", Kind.END, null);
        }
        state = state.asked(pass.generation, pass.request);
    }

    private void tellSteps() {
        pass.steps.stream()
                .limit(MOST_STEPS)
                .forEach(step -> add(step.event(), Level.INFO, step.sentence(), Kind.DETAIL, step.instance()));
        int others = pass.steps.size() - MOST_STEPS;
        if (others > 0) {
            String sentence = "%d further instances, likewise".formatted(others);
            add(state.event().info(), Level.INFO, sentence, Kind.DETAIL, null);
        }
    }

    private void tellTrouble() {
        ServiceStatus status = pass.decision.status();
        Plan plan = pass.decision.plan();
        boolean error = status.error();
        String trouble =
                error ? status.message() : plan.refusals().stream().findFirst().orElse(null);
        if (trouble == null || !state.isNews(trouble, now)) {
            return;
        }
        if (!state.open()) {
            state = state.triggering(false);
        }
        state = state.telling(trouble, now);
        add(
                error ? state.event().exception() : state.event().waiting(),
                error ? Level.ERROR : Level.INFO,
                trouble,
                Kind.NOTE,
                null);
    }

    private void add(String event, Level level, String sentence, Kind kind, @Nullable InstanceId instance) {
        entries.add(
                new LogEntry(pass.service, state.transaction(pass.service), event, level, sentence, kind, instance));
    }

    /** {@code Instances to remove: 1, to create: 1; host h2 is lost}. */
    private String summary() {
        String counts = Arrays.stream(InstanceStep.Kind.values())
                .map(this::count)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return "Instances %s; %s".formatted(counts, pass.steps.getFirst().reason());
    }

    private @Nullable String count(InstanceStep.Kind kind) {
        long steps = pass.steps.stream().filter(step -> step.kind() == kind).count();
        return steps == 0 ? null : "to %s: %d".formatted(kind.todo(), steps);
    }

    private String outcome() {
        ServiceStatus status = pass.decision.status();
        return switch (pass.activity) {
            case ACTIVE ->
                "Reconciled: %d of %d instances run".formatted(status.runningInstances(), status.desiredInstances());
            case INACTIVE -> "Reconciled: nothing runs";
            case REMOVED -> "Removed: nothing is left of it";
        };
    }
}
