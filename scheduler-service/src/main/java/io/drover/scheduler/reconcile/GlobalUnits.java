package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.scheduler.naming.ContainerLabels;
import io.drover.scheduler.naming.UnitIdentity;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.placement.PlacementRule;
import io.drover.scheduler.placement.PlacementRuleParser;
import io.drover.scheduler.placement.UnplaceableMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One unit on every schedulable host whose labels satisfy the service's host label rules; soft ones count as hard (spec:
 * orchestration, 2.8). Units on other hosts (cordoned, not connected, lost, labels changed) are left alone: not removed,
 * not counted, not completed; they go when their host is removed.
 */
final class GlobalUnits {
    private final ServiceView view;
    private final Hosts hosts;
    private final Draft draft;

    GlobalUnits(ServiceView view, Hosts hosts, Draft draft) {
        this.view = view;
        this.hosts = hosts;
        this.draft = draft;
    }

    /** The hosts that should have a unit, by id. */
    Set<HostId> eligible() {
        List<PlacementRule> rules = view.spec().launchConfigs().stream()
                .flatMap(config -> PlacementRuleParser.parse(
                        ContainerLabels.of(
                                anyUnit(), config.name(), config.container().labels()),
                        config.container().environment())
                        .stream())
                .toList();
        return hosts.all().stream()
                .filter(HostSnapshot::isSchedulable)
                .filter(host -> host.matchesHostLabels(rules))
                .map(HostSnapshot::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Answers the units that count. */
    List<LiveUnit> plan(List<LiveUnit> units) {
        Set<HostId> eligible = eligible();
        List<LiveUnit> counted =
                units.stream().filter(unit -> eligible.contains(unit.host())).toList();
        Set<HostId> served = counted.stream().map(LiveUnit::host).collect(Collectors.toSet());
        Set<Integer> slots = units.stream().map(LiveUnit::index).collect(Collectors.toCollection(HashSet::new));
        int slot = 1;
        for (HostId host : eligible) {
            if (served.contains(host)) {
                continue;
            }
            while (slots.contains(slot)) {
                slot++;
            }
            String reason = "global service, host %s".formatted(draft.hostName(host));
            switch (draft.place(slot, host)) {
                case Unplaceable no -> draft.refuse(no.message(), !no.waiting());
                case Placed placed -> {
                    draft.create(slot, placed, reason);
                    slots.add(slot);
                }
            }
        }
        if (eligible.isEmpty() && units.isEmpty()) {
            draft.refuse(
                    hosts.isEmpty()
                            ? UnplaceableMessage.NO_HOST
                            : "no active host has the labels this global service asks for; add one or label one",
                    false);
        }
        return counted;
    }

    private UnitIdentity anyUnit() {
        return new UnitIdentity(
                view.identity().stackName(), view.spec().name(), view.identity().environmentUuid(), "", 1, null);
    }
}
