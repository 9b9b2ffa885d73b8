package io.drover.scheduler.store;

import io.drover.model.HostId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.HostSnapshot.Capacity;
import io.drover.scheduler.placement.HostSnapshot.Condition;
import io.drover.scheduler.placement.HostedContainer;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.placement.UnitRef;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.reconcile.UnitView;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows as the values that decisions take. Pure. */
final class EnvironmentView {
    private EnvironmentView() {}

    /** Hosts with everything that is on them. A host whose removal was asked for is not in the list any more. */
    static List<HostSnapshot> hosts(List<HostRow> hosts, List<InstanceRow> instances) {
        Map<HostId, List<HostedContainer>> containers = instances.stream()
                .collect(Collectors.groupingBy(
                        InstanceRow::host, Collectors.mapping(EnvironmentView::hosted, Collectors.toList())));
        return hosts.stream()
                .filter(host -> host.activity() != Activity.REMOVED)
                .map(host -> host(host, containers.getOrDefault(host.id(), List.of())))
                .toList();
    }

    private static HostSnapshot host(HostRow host, List<HostedContainer> containers) {
        return new HostSnapshot(
                host.id(),
                host.displayName(),
                new Condition(liveness(host), host.activity() == Activity.INACTIVE),
                new Capacity(host.capacityBytes(), host.capacityMilliCpu()),
                host.effectiveLabels(),
                containers);
    }

    static Liveness liveness(HostRow host) {
        if (host.connected()) {
            return Liveness.ACTIVE;
        }
        return host.lost() ? Liveness.LOST : Liveness.RECONNECTING;
    }

    private static HostedContainer hosted(InstanceRow instance) {
        InstanceRow.Membership of = instance.membership();
        return new HostedContainer(
                instance.uuid(),
                instance.name(),
                of == null ? null : new UnitRef(of.service(), of.unit()),
                presence(instance),
                Demand.of(instance.making().container()));
    }

    private static Presence presence(InstanceRow instance) {
        if (instance.target() == Target.REMOVED) {
            return Presence.LEAVING;
        }
        boolean stopped = instance.isNative()
                ? instance.observed() == null || instance.observed().state() != State.RUNNING
                : instance.target() == Target.STOPPED;
        return stopped ? Presence.STOPPED : Presence.STARTED;
    }

    static ServiceView service(ServiceRepository.InPass read, List<UnitInstance> instances) {
        ServiceRow row = read.service();
        ServiceRow.RestartRequest restart = row.restart();
        return new ServiceView(
                new ServiceView.Identity(row.id(), read.stackName(), read.environmentUuid()),
                read.spec().withScale(row.scale()),
                row.launchRevision(),
                row.activity(),
                restart == null
                        ? ServiceView.Restart.NEVER
                        : new ServiceView.Restart(
                                restart.startGeneration(),
                                restart.batchSize(),
                                Duration.ofMillis(restart.intervalMillis())),
                row.createIndex() + 1,
                units(instances));
    }

    private static List<UnitView> units(List<UnitInstance> instances) {
        Map<String, List<UnitInstance>> byUnit = instances.stream()
                .collect(Collectors.groupingBy(UnitInstance::unit, TreeMap::new, Collectors.toList()));
        return byUnit.entrySet().stream()
                .map(unit -> new UnitView(
                        unit.getKey(),
                        unit.getValue().getFirst().slot(),
                        unit.getValue().stream().map(UnitInstance::view).toList()))
                .sorted(Comparator.comparing(UnitView::index).thenComparing(UnitView::uuid))
                .toList();
    }
}
