package io.drover.scheduler.reconcile;

import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.placement.UnplaceableMessage;
import io.drover.scheduler.reconcile.LiveUnit.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many units a scaled service has (spec: orchestration, 2.3). In this order:
 *
 * <ol>
 *   <li>Units on lost hosts that the scale no longer needs are dropped.
 *   <li>Each unit on a lost host is replaced as soon as its replacement has a place and the budget allows it; until then it
 *       is kept, so that a host that comes back finds its containers wanted.
 *   <li>Too many: superseded units go first, then the youngest (highest create index).
 *   <li>Too few: new units take the lowest free slots. The first that cannot be placed ends this: the others are its equals.
 * </ol>
 */
final class ScaledUnits {
    private final ServiceView view;
    private final Hosts hosts;
    private final Draft draft;

    ScaledUnits(ServiceView view, Hosts hosts, Draft draft) {
        this.view = view;
        this.hosts = hosts;
        this.draft = draft;
    }

    /** Answers the units that stay, oldest first. */
    List<LiveUnit> plan(List<LiveUnit> units) {
        int scale = view.spec().scale();
        var staying = new ArrayList<LiveUnit>();
        var lost = new ArrayList<LiveUnit>();
        for (LiveUnit unit : units) {
            (unit.standing() == Standing.LOST ? lost : staying).add(unit);
        }
        removeExcess(staying, scale);
        int needed = scale - staying.size();
        while (lost.size() > Math.max(0, needed)) {
            LiveUnit youngest = lost.removeLast();
            draft.remove(youngest, "scale is %d".formatted(scale));
        }
        Set<Integer> slots = new HashSet<>();
        staying.forEach(unit -> slots.add(unit.index()));
        lost.forEach(unit -> slots.add(unit.index()));
        int missing = needed - lost.size();
        staying.addAll(replaceLost(lost));
        createMissing(missing, slots);
        staying.sort(Comparator.comparing(LiveUnit::createIndex));
        return staying;
    }

    private void removeExcess(List<LiveUnit> staying, int scale) {
        var victims = new ArrayList<>(staying);
        victims.sort(Comparator.comparing((LiveUnit unit) -> unit.standing() != Standing.SUPERSEDED)
                .thenComparing(LiveUnit::createIndex, Comparator.reverseOrder()));
        for (LiveUnit victim : victims.subList(0, Math.max(0, staying.size() - scale))) {
            draft.remove(victim, "scale is %d".formatted(scale));
            staying.remove(victim);
        }
    }

    /** Answers the lost units that have to wait. */
    private List<LiveUnit> replaceLost(List<LiveUnit> lost) {
        var waiting = new ArrayList<LiveUnit>();
        for (LiveUnit unit : lost) {
            String host = draft.hostName(unit.host());
            if (!draft.mayReplace(unit)) {
                draft.refuse(
                        "%d of %d units on lost hosts wait: only a share of an environment is replaced at a time"
                                .formatted(
                                        lost.size() - lost.indexOf(unit),
                                        view.spec().scale()),
                        false);
                waiting.addAll(lost.subList(lost.indexOf(unit), lost.size()));
                return waiting;
            }
            switch (draft.place(unit.index(), null)) {
                case Unplaceable no -> {
                    draft.refuse(
                            "slot %d waits for host %s, which is lost: %s".formatted(unit.index(), host, no.message()),
                            !no.waiting());
                    waiting.add(unit);
                }
                case Placed placed -> {
                    draft.countReplaced(unit);
                    draft.remove(unit, "host %s is lost".formatted(host));
                    draft.create(unit.index(), placed, "host %s is lost".formatted(host));
                }
            }
        }
        return waiting;
    }

    private void createMissing(int missing, Set<Integer> slots) {
        int slot = 1;
        for (int left = missing; left > 0; left--) {
            while (slots.contains(slot)) {
                slot++;
            }
            switch (draft.place(slot, null)) {
                case Unplaceable no -> {
                    draft.refuse(refusal(left, no), !no.waiting() && !hosts.isEmpty());
                    return;
                }
                case Placed placed -> {
                    draft.create(
                            slot, placed, "scale is %d".formatted(view.spec().scale()));
                    slots.add(slot);
                }
            }
        }
    }

    private String refusal(int left, Unplaceable no) {
        String message = no.message();
        return message.equals(UnplaceableMessage.NO_HOST) || left == view.spec().scale()
                ? message
                : "%d of %d units wait: %s".formatted(left, view.spec().scale(), message);
    }
}
