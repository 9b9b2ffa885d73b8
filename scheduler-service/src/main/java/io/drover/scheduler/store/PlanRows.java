package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.scheduler.naming.UnitContainers;
import io.drover.scheduler.naming.UnitContainers.UnitContainer;
import io.drover.scheduler.naming.UnitIdentity;
import io.drover.scheduler.reconcile.Action;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.reconcile.UnitView;
import io.drover.scheduler.spec.LaunchConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan as rows to insert and columns to set. Pure but for the ids, which are given.
 *
 * @param inserts new instances; their numbers are not known yet
 * @param targets what to set, by target and reason, so that each is one statement
 * @param restarts likewise
 * @param highestCreateIndex of the new instances; 0 if there are none
 */
record PlanRows(
        List<InstanceRow> inserts,
        Map<TargetChange, List<InstanceId>> targets,
        Map<RestartChange, List<InstanceId>> restarts,
        long highestCreateIndex) {
    record TargetChange(Target target, String reason) {}

    record RestartChange(long startGeneration, String reason) {}

    /** What the rows need beside the plan. */
    record Context(ServiceView view, ServiceRow service, boolean global, Supplier<String> uuids, Instant now) {}

    static PlanRows of(List<Action> actions, Context context) {
        List<InstanceRow> inserts = new ArrayList<>();
        Map<TargetChange, List<InstanceId>> targets = new LinkedHashMap<>();
        Map<RestartChange, List<InstanceId>> restarts = new LinkedHashMap<>();
        Map<String, Map<String, String>> uuidsByUnit = uuidsOfUnits(actions, context);
        for (Action action : actions) {
            switch (action) {
                case Action.CreateUnit create -> inserts.addAll(unit(create, context));
                case Action.CreateInstance create ->
                    inserts.add(instance(create, context, Objects.requireNonNull(uuidsByUnit.get(create.unit()))));
                case Action.SetTarget(InstanceId id, Target target, String reason) ->
                    targets.computeIfAbsent(new TargetChange(target, reason), _ -> new ArrayList<>())
                            .add(id);
                case Action.Restart(InstanceId id, long generation, String reason) ->
                    restarts.computeIfAbsent(new RestartChange(generation, reason), _ -> new ArrayList<>())
                            .add(id);
                case Action.RemoveInstance(InstanceId id, String reason) ->
                    targets.computeIfAbsent(new TargetChange(Target.REMOVED, reason), _ -> new ArrayList<>())
                            .add(id);
            }
        }
        long highest = inserts.stream().mapToLong(PlanRows::createIndex).max().orElse(0);
        return new PlanRows(List.copyOf(inserts), targets, restarts, highest);
    }

    private static long createIndex(InstanceRow row) {
        return row.membership() == null ? 0 : row.membership().createIndex();
    }

    private static List<InstanceRow> unit(Action.CreateUnit create, Context context) {
        String unit = context.uuids.get();
        Map<String, String> uuids = new HashMap<>();
        context.view.spec().launchConfigs().forEach(config -> uuids.put(config.name(), context.uuids.get()));
        var identity = identity(context, unit, create.index(), create.host());
        List<InstanceRow> rows = new ArrayList<>();
        for (UnitContainer container : UnitContainers.of(identity, context.view.spec())) {
            rows.add(row(
                    context,
                    container,
                    new Place(
                            unit,
                            create.index(),
                            create.createIndex() + rows.size(),
                            create.host(),
                            create.bindAddresses().get(container.launchConfig().name()),
                            create.revision(),
                            create.startGeneration(),
                            create.reason()),
                    uuids));
        }
        return rows;
    }

    private static InstanceRow instance(Action.CreateInstance create, Context context, Map<String, String> uuids) {
        LaunchConfig config = context.view.spec().launchConfigs().stream()
                .filter(candidate -> candidate.name().equals(create.launchConfig()))
                .findFirst()
                .orElseThrow();
        var identity = identity(context, create.unit(), create.index(), create.host());
        return row(
                context,
                UnitContainers.of(identity, config),
                new Place(
                        create.unit(),
                        create.index(),
                        create.createIndex(),
                        create.host(),
                        create.bindAddress(),
                        create.revision(),
                        create.startGeneration(),
                        create.reason()),
                uuids);
    }

    /**
     * For each unit that gets an instance: launch config name to uuid, of those that stay and of all that are made now, so that
     * new instances that use each other's network or volumes find each other.
     */
    private static Map<String, Map<String, String>> uuidsOfUnits(List<Action> actions, Context context) {
        Set<InstanceId> removed = actions.stream()
                .filter(Action.RemoveInstance.class::isInstance)
                .map(action -> ((Action.RemoveInstance) action).instance())
                .collect(Collectors.toSet());
        Map<String, Map<String, String>> units = new HashMap<>();
        for (Action action : actions) {
            if (action instanceof Action.CreateInstance create) {
                units.computeIfAbsent(create.unit(), unit -> staying(context.view, unit, removed))
                        .put(create.launchConfig(), context.uuids.get());
            }
        }
        return units;
    }

    private static Map<String, String> staying(ServiceView view, String unit, Set<InstanceId> removed) {
        Map<String, String> uuids = new HashMap<>();
        view.units().stream()
                .filter(candidate -> candidate.uuid().equals(unit))
                .map(UnitView::instances)
                .flatMap(List::stream)
                .filter(instance -> instance.isLive() && !removed.contains(instance.id()))
                .forEach(instance -> uuids.put(instance.launchConfig(), instance.uuid()));
        return uuids;
    }

    private static UnitIdentity identity(Context context, String unit, int index, HostId host) {
        return new UnitIdentity(
                context.view.identity().stackName(),
                context.view.spec().name(),
                context.view.identity().environmentUuid(),
                unit,
                index,
                context.global ? host : null);
    }

    /** Where a new instance belongs. */
    private record Place(
            String unit,
            int index,
            long createIndex,
            HostId host,
            @Nullable String bindAddress,
            long revision,
            long startGeneration,
            String reason) {}

    private static InstanceRow row(Context context, UnitContainer container, Place place, Map<String, String> uuids) {
        LaunchConfig config = container.launchConfig();
        ContainerSpec spec = container.resolved(uuids, place.bindAddress);
        EnvironmentId environment = context.service.environment();
        return new InstanceRow(
                new InstanceId(0),
                environment,
                Objects.requireNonNull(uuids.get(config.name())),
                context.now,
                null,
                false,
                container.name(),
                new InstanceRow.Membership(
                        context.service.stack(),
                        context.service.id(),
                        place.unit,
                        place.index,
                        config.name(),
                        place.revision,
                        place.createIndex),
                place.host,
                new InstanceRow.Making(spec, config.stopTimeoutSeconds(), config.pullAlways(), !config.startOnce()),
                Target.RUNNING,
                place.reason,
                context.now,
                place.startGeneration,
                null);
    }
}
