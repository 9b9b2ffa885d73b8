package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the service loop reads and writes. Every write checks the lease's epoch in its own transaction. */
public final class R2dbcServiceStore implements ServiceStore {
    private final HostRepository hosts;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final EnvironmentRepository environments;
    private final FencedWriteClient writes;
    private final Ids ids;

    public R2dbcServiceStore(Repositories repositories, FencedWriteClient writes, Ids ids) {
        this.hosts = repositories.hosts();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.environments = repositories.environments();
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
        return isNews(snapshot, decision) ? writes.write(write(snapshot, decision, now)) : Mono.empty();
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
                .map(parts -> decide.apply(EnvironmentView.hosts(parts.getT1(), parts.getT2())))
                .flatMap(decision -> isNews(snapshot, decision)
                        ? write(snapshot, decision, now).thenReturn(decision)
                        : Mono.just(decision)));
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

    private Mono<Void> write(Snapshot snapshot, Reconciliation decision, Instant now) {
        ServiceId id = snapshot.view().identity().id();
        return services.byId(id).flatMap(service -> {
            var context = new PlanRows.Context(
                    snapshot.view(), service, snapshot.view().spec().isGlobal(), ids::uuid, now);
            return write(
                    service, snapshot, decision, PlanRows.of(decision.plan().actions(), context), now);
        });
    }

    private Mono<Void> write(
            ServiceRow service, Snapshot snapshot, Reconciliation decision, PlanRows rows, Instant now) {
        var status = new ServiceRow.Status(snapshot.generation(), everActive(snapshot, decision), decision.status());
        boolean gone = isGone(snapshot);
        return instances
                .insertAll(rows.inserts())
                .flatMap(numbers -> setTargets(rows, now)
                        .then(services.updateStatus(
                                service.id(), status, Math.max(service.createIndex(), rows.highestCreateIndex())))
                        .then(gone ? services.finish(service.id(), now) : Mono.empty())
                        .then(changes(service, snapshot, rows, numbers, gone)))
                .flatMap(writes::record);
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

    private Mono<List<NewChange>> changes(
            ServiceRow service, Snapshot snapshot, PlanRows rows, InstanceRepository.Numbers numbers, boolean gone) {
        long environment = service.environment().value();
        List<NewChange> changes = new ArrayList<>();
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
        return Mono.just(changes);
    }
}
