package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What users ask of stacks, services and single containers, written down: each request is one transaction, so nothing is ever
 * half created, and one line in the feed for each thing it touches.
 */
public final class SpecStore {
    private final StackRepository stacks;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final HostRepository hosts;
    private final QuotaStore quotas;
    private final FencedWriteClient writes;
    private final Ids ids;

    public SpecStore(Repositories repositories, QuotaStore quotas, FencedWriteClient writes, Ids ids) {
        this.stacks = repositories.stacks();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.hosts = repositories.hosts();
        this.quotas = quotas;
        this.writes = writes;
        this.ids = ids;
    }

    /** The stack and all its services, or none of them. */
    public Mono<StackId> create(StackRow stack, List<ServiceSpec> specs, Instant now) {
        Activity activity = stack.startOnCreate() ? Activity.ACTIVE : Activity.INACTIVE;
        EnvironmentId environment = stack.tenant().id();
        Mono<StackId> work = stacks.insert(stack)
                .flatMap(id -> Flux.fromIterable(specs)
                        .concatMap(spec -> services.insert(environment, id, ids.uuid(), spec, activity, now))
                        .map(service -> NewChange.created("service", service.value(), environment.value()))
                        .startWith(NewChange.created("stack", id.value(), environment.value()))
                        .collectList()
                        .flatMap(writes::record)
                        .thenReturn(id));
        return writes.writeUnfenced(quotas.within(environment, work))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique("stack", stack.name()));
    }

    /** Changes the stack's own fields; what happens to its services is the caller's business. */
    public Mono<Void> update(StackRow stack) {
        return writes.writeUnfenced(stacks.updateSpec(stack).then(recordStack(stack)))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique("stack", stack.name()));
    }

    /**
     * Applies compose files to a stack that exists: new services are made, changed ones get a new revision or scale, and
     * services that the files do not name are left alone (spec: orchestration, 10.14).
     *
     * @param added to create
     * @param changed services that exist and differ
     */
    public Mono<Void> reapply(StackRow stack, List<ServiceSpec> added, List<ChangedService> changed, Instant now) {
        EnvironmentId environment = stack.tenant().id();
        Flux<NewChange> created = Flux.fromIterable(added)
                .concatMap(spec -> services.insert(environment, stack.id(), ids.uuid(), spec, Activity.ACTIVE, now))
                .map(service -> NewChange.created("service", service.value(), environment.value()));
        Flux<NewChange> updated = Flux.fromIterable(changed)
                .concatMap(change -> revise(change, now))
                .map(service -> NewChange.updated("service", service.value(), environment.value()));
        Mono<StackId> work = stacks.updateSpec(stack)
                .thenMany(Flux.concat(created, updated))
                .collectList()
                .map(changes -> {
                    changes.add(NewChange.updated("stack", stack.id().value(), environment.value()));
                    return changes;
                })
                .flatMap(writes::record)
                .thenReturn(stack.id());
        return writes.writeUnfenced(quotas.within(environment, work)).then();
    }

    /** @param launchConfigsChanged its units are replaced */
    public record ChangedService(ServiceId id, ServiceSpec spec, boolean launchConfigsChanged) {}

    private Mono<ServiceId> revise(ChangedService change, Instant now) {
        return services.lock(change.id).flatMap(row -> {
            ServiceRow asked = row.asking(ServiceRow.Intent.UPDATE)
                    .named(row.name(), change.spec.description())
                    .scaled(change.spec.scale())
                    .revised(change.launchConfigsChanged);
            return services.insertRevision(change.id, asked.revision(), change.spec, now)
                    .then(services.updateSpec(asked))
                    .thenReturn(change.id);
        });
    }

    /** One change of what a user asks of a service; the row is locked meanwhile. */
    public Mono<ServiceRow> change(ServiceId id, UnaryOperator<ServiceRow> change) {
        Mono<ServiceRow> work = services.lock(id)
                .map(change)
                .flatMap(asked ->
                        services.updateSpec(asked).then(recordService(asked)).thenReturn(asked));
        return writes.writeUnfenced(counted(id, work))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique("service", id.toString()));
    }

    /** One change that also changes the spec, but no launch config. */
    public Mono<ServiceRow> change(
            ServiceId id, UnaryOperator<ServiceRow> change, UnaryOperator<ServiceSpec> respec, Instant now) {
        Mono<ServiceRow> work = services.lock(id)
                .flatMap(row -> services.spec(id, row.revision())
                        .map(respec)
                        .flatMap(spec -> respecified(change.apply(row).revised(false), spec, now)));
        return writes.writeUnfenced(counted(id, work))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique("service", id.toString()));
    }

    /** The turn before the row: the service loop takes them in that order too. */
    private Mono<ServiceRow> counted(ServiceId id, Mono<ServiceRow> work) {
        return services.byId(id).flatMap(row -> quotas.within(row.environment(), work));
    }

    private Mono<ServiceRow> respecified(ServiceRow asked, ServiceSpec spec, Instant now) {
        return services.insertRevision(asked.id(), asked.revision(), spec, now)
                .then(services.updateSpec(asked))
                .then(recordService(asked))
                .thenReturn(asked);
    }

    public Mono<ServiceId> createService(StackRow stack, ServiceSpec spec, Activity activity, Instant now) {
        EnvironmentId environment = stack.tenant().id();
        Mono<ServiceId> work = services.insert(environment, stack.id(), ids.uuid(), spec, activity, now)
                .flatMap(id -> writes.record(List.of(
                                NewChange.created("service", id.value(), environment.value()),
                                NewChange.updated("stack", stack.id().value(), environment.value())))
                        .thenReturn(id));
        return writes.writeUnfenced(quotas.within(environment, work))
                .onErrorMap(DataIntegrityViolationException.class, _ -> notUnique("service", spec.name()));
    }

    /** Asks the same of every service of a stack. */
    public Mono<Void> changeAll(StackRow stack, UnaryOperator<ServiceRow> change) {
        long environment = stack.tenant().id().value();
        return writes.writeUnfenced(stacks.updateSpec(stack)
                .then(services.lockStack(stack.id()).collectList())
                .flatMapIterable(rows -> rows)
                .concatMap(row -> services.updateSpec(change.apply(row)).thenReturn(row))
                .map(row -> NewChange.updated("service", row.id().value(), environment))
                .startWith(NewChange.updated("stack", stack.id().value(), environment))
                .collectList()
                .flatMap(writes::record));
    }

    public Mono<Void> restart(InstanceRow row) {
        return writes.writeUnfenced(instances.requestRestart(row.id()).then(recordInstance(row)));
    }

    public Mono<Void> remove(InstanceRow row) {
        return writes.writeUnfenced(instances.requestRemoval(row.id()).then(recordInstance(row)));
    }

    /** What a user asks of a host; every service of the environment looks again. */
    public Mono<Void> change(HostRow host) {
        long environment = host.tenant().id().value();
        return writes.writeUnfenced(hosts.updateSpec(host)
                .thenMany(services.present(host.tenant().id()))
                .map(id -> NewChange.updated("service", id.value(), environment))
                .startWith(NewChange.updated("host", host.id().value(), environment))
                .collectList()
                .flatMap(writes::record));
    }

    private Mono<Void> recordInstance(InstanceRow row) {
        long environment = row.environment().value();
        NewChange container = NewChange.updated("container", row.id().value(), environment)
                .onHost(row.host().value());
        InstanceRow.Membership of = row.membership();
        return writes.record(
                of == null
                        ? List.of(container)
                        : List.of(
                                container,
                                NewChange.updated("service", of.service().value(), environment)));
    }

    private Mono<Void> recordService(ServiceRow row) {
        long environment = row.environment().value();
        return writes.record(List.of(
                NewChange.updated("service", row.id().value(), environment),
                NewChange.updated("stack", row.stack().value(), environment)));
    }

    private Mono<Void> recordStack(StackRow stack) {
        return writes.record(List.of(NewChange.updated(
                "stack", stack.id().value(), stack.tenant().id().value())));
    }

    private static ApiException notUnique(String type, String name) {
        return new ApiException.InvalidField(
                "NotUnique", "name", "a %s named '%s' exists already; choose another name".formatted(type, name));
    }
}
