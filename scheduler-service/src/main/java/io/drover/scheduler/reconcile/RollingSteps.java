package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.LiveUnit.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes running units batch by batch: first those of an older revision are replaced, then those that a rolling restart has
 * not reached are restarted.
 *
 * <p>What does not run costs nothing to change and is changed at once; so a revision that never came up cannot hold up the one
 * that follows it. What runs is changed one batch at a time, lowest slots first: a batch begins only when no unit is missing,
 * every unit changed so far is well, and the interval since the last change has passed. A unit is replaced only if its
 * replacement would have a place.
 */
final class RollingSteps {
    static final int REPLACE_BATCH = 1;
    static final Duration REPLACE_INTERVAL = Duration.ofSeconds(2);

    private final ServiceView view;
    private final Draft draft;
    private final LaunchConfigs configs;
    private final Instant now;

    RollingSteps(ServiceView view, Draft draft, Instant now) {
        this.view = view;
        this.draft = draft;
        this.configs = new LaunchConfigs(view.spec());
        this.now = now;
    }

    /** @param whole no unit is missing */
    void plan(List<LiveUnit> units, boolean whole) {
        List<LiveUnit> bySlot =
                units.stream().sorted(Comparator.comparing(LiveUnit::index)).toList();
        List<LiveUnit> superseded = bySlot.stream()
                .filter(unit -> unit.standing() == Standing.SUPERSEDED)
                .toList();
        List<LiveUnit> current = bySlot.stream()
                .filter(unit -> unit.standing() == Standing.CURRENT)
                .toList();
        if (!superseded.isEmpty() && draft.isForbidden()) {
            draft.refuse("the older revision stays: %s".formatted(draft.forbidden()), true);
            return;
        }
        superseded.stream().filter(unit -> !isServing(unit)).forEach(this::replace);
        List<LiveUnit> serving = superseded.stream().filter(this::isServing).toList();
        boolean steady = whole && current.stream().allMatch(LiveUnit::well);
        if (!serving.isEmpty() && steady && superseded.size() == serving.size()) {
            replaceBatch(serving, current);
        }
        restart(current, steady && superseded.isEmpty());
    }

    private boolean isServing(LiveUnit unit) {
        return unit.live().stream().anyMatch(InstanceView::isRunning);
    }

    private void replaceBatch(List<LiveUnit> serving, List<LiveUnit> current) {
        Instant ready = lastChange(
                        current.stream().flatMap(unit -> unit.live().stream()).map(InstanceView::desired))
                .plus(REPLACE_INTERVAL);
        if (now.isBefore(ready)) {
            draft.wakeAt(ready);
            return;
        }
        for (LiveUnit unit : serving.subList(0, Math.min(REPLACE_BATCH, serving.size()))) {
            if (draft.preview(unit.index(), requestedHost(unit), unit) instanceof Unplaceable no) {
                draft.refuse("slot %d keeps its older revision: %s".formatted(unit.index(), no.message()), true);
                return;
            }
            replace(unit);
        }
    }

    private void replace(LiveUnit unit) {
        String reason = "superseded by revision %d".formatted(view.revision());
        draft.remove(unit, reason);
        switch (draft.place(unit.index(), requestedHost(unit))) {
            case Unplaceable no -> draft.refuse(no.message(), !no.waiting());
            case Placed placed -> draft.create(unit.index(), placed, reason);
        }
    }

    private @Nullable HostId requestedHost(LiveUnit unit) {
        return view.spec().isGlobal() ? unit.host() : null;
    }

    private void restart(List<LiveUnit> current, boolean steady) {
        List<LiveUnit> behind = current.stream()
                .filter(unit -> unit.live().stream().anyMatch(this::isBehind))
                .toList();
        List<InstanceView> instances = behind.stream()
                .flatMap(unit -> unit.live().stream())
                .filter(this::isBehind)
                .toList();
        instances.stream()
                .filter(instance -> !instance.isRunning())
                .forEach(instance -> draft.restart(instance, "restart asked for"));
        List<LiveUnit> running = behind.stream().filter(this::isServing).toList();
        if (running.isEmpty() || !steady) {
            return;
        }
        Instant ready = lastChange(current.stream()
                        .flatMap(unit -> unit.live().stream())
                        .map(InstanceView::desired)
                        .filter(desired ->
                                desired.startGeneration() >= view.restart().startGeneration()))
                .plus(view.restart().interval());
        if (now.isBefore(ready)) {
            draft.wakeAt(ready);
            return;
        }
        running.stream()
                .limit(Math.max(1, view.restart().batchSize()))
                .flatMap(unit -> unit.live().stream())
                .filter(instance -> isBehind(instance) && instance.isRunning())
                .forEach(instance -> draft.restart(instance, "restart asked for"));
    }

    private boolean isBehind(InstanceView instance) {
        return instance.desired().startGeneration() < view.restart().startGeneration()
                && !draft.removes(instance)
                && !configs.isFinished(instance);
    }

    private static Instant lastChange(Stream<Desired> desired) {
        return desired.map(Desired::since).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
