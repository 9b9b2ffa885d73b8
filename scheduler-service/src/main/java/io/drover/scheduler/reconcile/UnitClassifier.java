package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.model.Labels;
import io.drover.scheduler.reconcile.LiveUnit.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says of each live unit what it is, before anything is decided about it (spec: orchestration, 2.2). The first standing that
 * applies counts: host gone, malformed, duplicate, lost, superseded, current.
 */
final class UnitClassifier {
    private final ServiceView view;
    private final Hosts hosts;
    private final LaunchConfigs configs;

    UnitClassifier(ServiceView view, Hosts hosts) {
        this.view = view;
        this.hosts = hosts;
        this.configs = new LaunchConfigs(view.spec());
    }

    /** The live units, oldest first. */
    List<LiveUnit> classify() {
        var units = new ArrayList<LiveUnit>();
        for (UnitView unit : view.units()) {
            List<InstanceView> live = unit.instances().stream()
                    .filter(InstanceView::isLive)
                    .sorted(Comparator.comparing(InstanceView::createIndex).thenComparing(InstanceView::id))
                    .toList();
            if (!live.isEmpty()) {
                units.add(new LiveUnit(unit, live, standing(unit, live), isWell(live)));
            }
        }
        units.sort(Comparator.comparing(LiveUnit::createIndex)
                .thenComparing(unit -> unit.live().getFirst().id()));
        return withDuplicates(units);
    }

    private Standing standing(UnitView unit, List<InstanceView> live) {
        HostId host = live.getFirst().host();
        if (live.stream().anyMatch(instance -> hosts.isGone(instance.host()))) {
            return Standing.HOST_GONE;
        }
        if (isMalformed(unit, live)) {
            return Standing.MALFORMED;
        }
        if (hosts.isLost(host)) {
            return isRescheduled() && !live.stream().allMatch(configs::isFinished)
                    ? Standing.LOST
                    : Standing.WAITS_FOR_HOST;
        }
        return live.stream().anyMatch(instance -> instance.revision() != view.revision())
                ? Standing.SUPERSEDED
                : Standing.CURRENT;
    }

    private static boolean isMalformed(UnitView unit, List<InstanceView> live) {
        long configs = live.stream().map(InstanceView::launchConfig).distinct().count();
        long hosts = live.stream().map(InstanceView::host).distinct().count();
        return unit.index() < 1 || configs < live.size() || hosts > 1;
    }

    /** Global services stay with their hosts; others move unless their user says no. */
    private boolean isRescheduled() {
        String label = view.spec().primary().container().labels().get(Labels.RESCHEDULE);
        return !view.spec().isGlobal() && !"false".equalsIgnoreCase(label);
    }

    /** What a lost host said last is no proof that something runs there. */
    private boolean isWell(List<InstanceView> live) {
        return configs.missing(live).isEmpty()
                && live.stream()
                        .allMatch(instance -> hosts.isLost(instance.host())
                                ? configs.isFinished(instance)
                                : configs.isWell(instance));
    }

    private List<LiveUnit> withDuplicates(List<LiveUnit> oldestFirst) {
        boolean global = view.spec().isGlobal();
        Set<Object> taken = new HashSet<>();
        return oldestFirst.stream()
                .map(unit -> {
                    boolean sound = unit.standing() != Standing.HOST_GONE && unit.standing() != Standing.MALFORMED;
                    boolean first = !sound || taken.add(global ? unit.host() : unit.index());
                    return first ? unit : unit.as(Standing.DUPLICATE);
                })
                .toList();
    }
}
