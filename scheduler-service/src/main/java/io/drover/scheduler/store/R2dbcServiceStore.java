package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.privilege.PrivilegeCheck;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.Limits;
import io.drover.scheduler.reconcile.Reconciliation;
import io.drover.scheduler.reconcile.ServiceLoop.ServiceStore;
import io.drover.scheduler.reconcile.ServiceLoop.Snapshot;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.servicelog.PassLog;
import io.drover.scheduler.servicelog.ServiceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the service loop reads and writes. Every write checks the lease's epoch in its own transaction. */
public final class R2dbcServiceStore implements ServiceStore {
    private final HostRepository hosts;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final EnvironmentRepository environments;
    private final ServiceLogRepository logs;
    private final FencedWriteClient writes;
    private final Ids ids;

    public R2dbcServiceStore(Repositories repositories, FencedWriteClient writes, Ids ids) {
        this.hosts = repositories.hosts();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.environments = repositories.environments();
        this.logs = repositories.serviceLogs();
        this.writes = writes;
        this.ids = ids;
    }

    @Override
    public Mono<Snapshot> snapshot(ServiceId id) {
        return Mono.zip(services.inPass(id), instances.unitsOf(id).collectList())
                .flatMap(read -> snapshot(read.getT1(), read.getT2()));
    }

    private Mono<Snapshot> snapshot(ServiceRepository.InPass read, List<UnitInstance> rows) {
        Snapshot snapshot = view(read, rows);
        return environments
                .find(snapshot.environment())
                .map(environment -> snapshot.within(limits(environment, read)))
                .defaultIfEmpty(snapshot);
    }

    /** An environment that nothing is known of has no limits here: nothing is made in it that was not made before. */
    private static Limits limits(EnvironmentRow environment, ServiceRepository.InPass read) {
        List<String> forbidden = read.unbound()
                ? List.of()
                : PrivilegeCheck.of(read.spec(), environment.facts().privileges()).stream()
                        .map(PrivilegeCheck.Refusal::sentence)
                        .toList();
        return new Limits(environment.facts().quota(), forbidden);
    }

    private static Snapshot view(ServiceRepository.InPass read, List<UnitInstance> rows) {
        ServiceRow service = read.service();
        return new Snapshot(
                EnvironmentView.service(read, rows),
                service.environment(),
                read.environmentInstances(),
                service.generation(),
                service.status().generation(),
                service.status().everActive(),
                service.status().conclusion(),
                Limits.NONE);
    }

    @Override
    public Mono<List<HostSnapshot>> hosts(EnvironmentId environment) {
        return hosts.present(environment).collectList().map(rows -> EnvironmentView.hosts(rows, List.of()));
    }

    @Override
    public Mono<Void> apply(Snapshot snapshot, Reconciliation decision, Instant now) {
        return isNews(snapshot, decision) ? writes.write(write(snapshot, decision, Map.of(), now)) : Mono.empty();
    }

    @Override
    public Mono<Reconciliation> placeInTurn(
            Snapshot snapshot, Function<List<HostSnapshot>, Reconciliation> decide, Instant now) {
        EnvironmentId environment = snapshot.environment();
        return writes.write(instances
                .takeTurn(environment)
                .then(Mono.zip(
                        hosts.present(environment).collectList(),
                        instances.present(environment).collectList()))
                .map(parts -> EnvironmentView.hosts(parts.getT1(), parts.getT2()))
                .flatMap(present -> place(snapshot, decide.apply(present), present, now)));
    }

    private Mono<Reconciliation> place(
            Snapshot snapshot, Reconciliation decision, List<HostSnapshot> present, Instant now) {
        if (!isNews(snapshot, decision)) {
            return Mono.just(decision);
        }
        Map<HostId, String> names = present.stream().collect(Collectors.toMap(HostSnapshot::id, HostSnapshot::name));
        return write(snapshot, decision, names, now).thenReturn(decision);
    }

    /** A pass that changes nothing writes nothing. */
    private static boolean isNews(Snapshot snapshot, Reconciliation decision) {
        return !decision.plan().actions().isEmpty()
                || !decision.status().equals(snapshot.status())
                || snapshot.statusGeneration() != snapshot.generation()
                || isGone(snapshot);
    }

    private static boolean isGone(Snapshot snapshot) {
        return snapshot.view().activity() == Activity.REMOVED
                && snapshot.view().units().isEmpty();
    }

    /** What a pass writes, in one transaction. {@code hosts}: names of those that something is placed on. */
    private record Writing(
            ServiceRow service,
            Snapshot snapshot,
            Reconciliation decision,
            PlanRows rows,
            Map<HostId, String> hosts,
            Instant now) {}

    private Mono<Void> write(Snapshot snapshot, Reconciliation decision, Map<HostId, String> hostNames, Instant now) {
        ServiceId id = snapshot.view().identity().id();
        return services.byId(id).flatMap(service -> {
            var context = new PlanRows.Context(
                    snapshot.view(), service, snapshot.view().spec().isGlobal(), ids::uuid, now);
            PlanRows rows = PlanRows.of(decision.plan().actions(), context);
            return write(new Writing(service, snapshot, decision, rows, hostNames, now));
        });
    }

    private Mono<Void> write(Writing pass) {
        return instances.insertAll(pass.rows.inserts()).flatMap(numbers -> write(pass, numbers));
    }

    private Mono<Void> write(Writing pass, InstanceRepository.Numbers numbers) {
        ServiceRow service = pass.service;
        PassLog.Result log = log(pass, numbers);
        var status = new ServiceRow.Status(
                pass.snapshot.generation(),
                everActive(pass.snapshot, pass.decision),
                pass.decision.status(),
                log.state());
        boolean gone = isGone(pass.snapshot);
        return setTargets(pass.rows, pass.now)
                .then(services.updateStatus(
                        service.id(), status, Math.max(service.createIndex(), pass.rows.highestCreateIndex())))
                .then(gone ? services.finish(service.id(), pass.now) : Mono.empty())
                .then(logs.insertAll(service.environment(), service.stack(), log.entries()))
                .map(logged -> changes(service, pass.snapshot, pass.rows, numbers, gone, logged))
                .flatMap(writes::record);
    }

    /** What was asked after the snapshot was taken is not known by it: its run is begun by the pass that looks at it. */
    private static PassLog.Result log(Writing pass, InstanceRepository.Numbers numbers) {
        ServiceView view = pass.snapshot.view();
        ServiceRow service = pass.service;
        ServiceEvent request = service.generation() == pass.snapshot.generation()
                ? RequestLog.event(service.intent())
                : ServiceEvent.UPDATE;
        var steps = PlanSteps.of(pass.decision.plan().actions(), view, pass.rows.inserts(), numbers, pass.hosts);
        return PassLog.of(
                service.status().log(),
                new PassLog.Pass(
                        service.id(), pass.snapshot.generation(), request, view.activity(), steps, pass.decision),
                pass.now);
    }

    /** Whether it has been active since it was last inactive. */
    private static boolean everActive(Snapshot snapshot, Reconciliation decision) {
        return switch (snapshot.view().activity()) {
            case ACTIVE -> snapshot.everActive() || decision.status().converged();
            case INACTIVE -> snapshot.everActive() && !decision.status().converged();
            case REMOVED -> snapshot.everActive();
        };
    }

    private Mono<Void> setTargets(PlanRows rows, Instant now) {
        Flux<Void> targets = Flux.fromIterable(rows.targets().entrySet())
                .concatMap(change -> instances.setTarget(
                        numbers(change.getValue()),
                        change.getKey().target(),
                        change.getKey().reason(),
                        now));
        Flux<Void> restarts = Flux.fromIterable(rows.restarts().entrySet())
                .concatMap(change -> instances.setStartGeneration(
                        numbers(change.getValue()),
                        change.getKey().startGeneration(),
                        change.getKey().reason(),
                        now));
        return targets.thenMany(restarts).then();
    }

    private static List<Long> numbers(Collection<InstanceId> ids) {
        return ids.stream().map(InstanceId::value).toList();
    }

    private static List<NewChange> changes(
            ServiceRow service,
            Snapshot snapshot,
            PlanRows rows,
            InstanceRepository.Numbers numbers,
            boolean gone,
            List<NewChange> logged) {
        long environment = service.environment().value();
        List<NewChange> changes = new ArrayList<>(logged);
        for (InstanceRow insert : rows.inserts()) {
            changes.add(NewChange.created("container", numbers.of(insert.uuid()), environment)
                    .onHost(insert.host().value()));
        }
        Map<InstanceId, Long> hostOf = new HashMap<>();
        snapshot.view()
                .units()
                .forEach(unit -> unit.instances()
                        .forEach(instance ->
                                hostOf.put(instance.id(), instance.host().value())));
        rows.targets().values().stream()
                .flatMap(List::stream)
                .forEach(id -> changes.add(
                        NewChange.updated("container", id.value(), environment).onHost(hostOf.get(id))));
        rows.restarts().values().stream()
                .flatMap(List::stream)
                .forEach(id -> changes.add(
                        NewChange.updated("container", id.value(), environment).onHost(hostOf.get(id))));
        changes.add(
                gone
                        ? NewChange.removed("service", service.id().value(), environment)
                        : NewChange.updated("service", service.id().value(), environment));
        changes.add(NewChange.updated("stack", service.stack().value(), environment));
        return changes;
    }
}
