package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.compose.StackDiff;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.servicelog.LogEntry;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What users ask of stacks, services and single containers, written down: each request is one transaction, so nothing is ever
 * half created, one line in the feed for each thing it touches, and one entry in the log of each service that is asked
 * something.
 */
public final class SpecStore {
    private final StackRepository stacks;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final HostRepository hosts;
    private final ServiceLogRepository logs;
    private final QuotaStore quotas;
    private final FencedWriteClient writes;
    private final Ids ids;

    public SpecStore(Repositories repositories, QuotaStore quotas, FencedWriteClient writes, Ids ids) {
        this.stacks = repositories.stacks();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.hosts = repositories.hosts();
        this.logs = repositories.serviceLogs();
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
                        .concatMap(spec -> insert(place(environment, id, stack.unbound()), spec, activity, now))
                        .collectList()
                        .flatMap(told -> record(
                                environment, id, NewChange.created("stack", id.value(), environment.value()), told))
                        .thenReturn(id));
        return writes.writeUnfenced(quotas.within(environment, work))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique("stack", stack.name()));
    }

    /** What the feed and the service's log are told of one service. */
    private record Told(NewChange change, List<LogEntry> entries) {
        static Told of(ServiceRow before, ServiceRow after) {
            return of(before, after, List.of());
        }

        /** @param changes of the spec, in words */
        static Told of(ServiceRow before, ServiceRow after, List<String> changes) {
            return new Told(
                    NewChange.updated(
                            "service", after.id().value(), after.environment().value()),
                    RequestLog.changed(before, after, changes).stream().toList());
        }
    }

    private Mono<Told> insert(ServiceRepository.Place place, ServiceSpec spec, Activity activity, Instant now) {
        return services.insert(place, spec, activity, now)
                .map(id -> new Told(
                        NewChange.created(
                                "service", id.value(), place.environment().value()),
                        List.of(RequestLog.created(id, spec.scale(), activity))));
    }

    /** The end of a transaction: one statement for the log, one for the feed. */
    private Mono<Void> record(EnvironmentId environment, StackId stack, NewChange first, List<Told> told) {
        List<LogEntry> entries =
                told.stream().flatMap(one -> one.entries.stream()).toList();
        return logs.insertAll(environment, stack, entries)
                .map(logged -> Stream.of(Stream.of(first), told.stream().map(Told::change), logged.stream())
                        .flatMap(changes -> changes)
                        .toList())
                .flatMap(writes::record);
    }

    private ServiceRepository.Place place(EnvironmentId environment, StackId stack, boolean unbound) {
        return new ServiceRepository.Place(environment, stack, ids.uuid(), unbound);
    }

    /** Changes the stack's own fields; the row is locked meanwhile. */
    public Mono<Void> change(StackId id, UnaryOperator<StackRow> change) {
        return writes.writeUnfenced(stacks.lock(id)
                        .map(change)
                        .flatMap(row -> stacks.updateSpec(row).then(recordStack(row))))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique("stack", id.toString()));
    }

    /**
     * Compose files for a stack that exists.
     *
     * @param composed the stack with the files
     * @param spec what they say
     * @param unbound the privilege policy does not bind who wrote them
     */
    public record Files(UnaryOperator<StackRow> composed, StackSpec spec, boolean unbound) {}

    /**
     * Applies compose files to a stack that exists: new services are made, changed ones get a new revision or scale, and
     * services that the files do not name are left alone (spec: orchestration, 10.14). What differs is found out under the
     * stack's lock, so that a scale that is set meanwhile stays.
     */
    public Mono<Void> reapply(StackRow stack, Files files, Instant now) {
        Mono<StackId> work = open(stack.id())
                .flatMap(row -> stacks.updateSpec(files.composed.apply(row)).thenReturn(row))
                .flatMap(row -> differences(row, files.spec)
                        .flatMapIterable(changes -> changes)
                        .concatMap(change -> apply(change, row, files.unbound, now))
                        .collectList()
                        .flatMap(told -> record(row.tenant().id(), row.id(), updated(row), told))
                        .thenReturn(row.id()));
        return writes.writeUnfenced(quotas.within(stack.tenant().id(), work)).then();
    }

    /** The stack, locked; 422 if it is being removed: nothing is made in it that nobody would remove. */
    private Mono<StackRow> open(StackId id) {
        return stacks.lock(id)
                .filter(stack -> stack.activity() != Activity.REMOVED)
                .switchIfEmpty(Mono.error(() -> new ApiException.InvalidField(
                        "InvalidState", "stackId", "the stack is being removed, or is gone")));
    }

    private Mono<List<Difference>> differences(StackRow stack, StackSpec wanted) {
        return services.lockStack(stack.id())
                .collectList()
                .flatMap(rows -> services.currentSpecs(
                                rows.stream().map(row -> row.id().value()).toList())
                        .map(specs -> differences(rows, specs, wanted)));
    }

    /** @param row of the service that is there already */
    private record Difference(
            StackDiff.Change change, @Nullable ServiceRow row) {}

    private static List<Difference> differences(List<ServiceRow> rows, Map<Long, ServiceSpec> specs, StackSpec wanted) {
        Map<String, ServiceRow> byName = rows.stream().collect(Collectors.toMap(ServiceRow::name, row -> row));
        List<ServiceSpec> existing = rows.stream()
                .map(row -> Objects.requireNonNull(specs.get(row.id().value())).withScale(row.scale()))
                .toList();
        return StackDiff.between(existing, wanted).stream()
                .map(change -> new Difference(change, byName.get(change.service())))
                .toList();
    }

    private Mono<Told> apply(Difference difference, StackRow stack, boolean unbound, Instant now) {
        EnvironmentId environment = stack.tenant().id();
        return switch (difference.change) {
            case StackDiff.Change.Create(ServiceSpec spec) ->
                insert(place(environment, stack.id(), unbound), spec, Activity.ACTIVE, now);
            case StackDiff.Change.Update update -> revise(Objects.requireNonNull(difference.row), update, unbound, now);
            case StackDiff.Change.Keep _ -> Mono.empty();
        };
    }

    private Mono<Told> revise(ServiceRow row, StackDiff.Change.Update update, boolean unbound, Instant now) {
        ServiceRow asked = row.asking(update.launch() ? ServiceRow.Intent.UPGRADE : ServiceRow.Intent.UPDATE)
                .named(row.name(), update.wanted().description())
                .scaled(update.wanted().scale())
                .revised(update.launch());
        return services.insertRevision(row.id(), asked.revision(), update.wanted(), now)
                .then(services.updateSpec(asked))
                .then(update.launch() ? services.setUnbound(row.id(), unbound) : Mono.empty())
                .thenReturn(Told.of(row, asked, update.changes()));
    }

    /** One change of what a user asks of a service; the row is locked meanwhile. */
    public Mono<ServiceRow> change(ServiceId id, UnaryOperator<ServiceRow> change) {
        Mono<ServiceRow> work = services.lock(id).flatMap(row -> asked(row, change.apply(row)));
        return writes.writeUnfenced(counted(id, work))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique("service", id.toString()));
    }

    /** One change that also changes the spec, but no launch config. */
    public Mono<ServiceRow> change(
            ServiceId id, UnaryOperator<ServiceRow> change, UnaryOperator<ServiceSpec> respec, Instant now) {
        Mono<ServiceRow> work = services.lock(id)
                .flatMap(row -> services.spec(id, row.revision())
                        .map(respec)
                        .flatMap(spec -> respecified(row, change.apply(row).revised(false), spec, now)));
        return writes.writeUnfenced(counted(id, work))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique("service", id.toString()));
    }

    /** The turn before the row: the service loop takes them in that order too. */
    private Mono<ServiceRow> counted(ServiceId id, Mono<ServiceRow> work) {
        return services.byId(id).flatMap(row -> quotas.within(row.environment(), work));
    }

    private Mono<ServiceRow> respecified(ServiceRow row, ServiceRow asked, ServiceSpec spec, Instant now) {
        return services.insertRevision(asked.id(), asked.revision(), spec, now).then(asked(row, asked));
    }

    private Mono<ServiceRow> asked(ServiceRow row, ServiceRow asked) {
        NewChange stack = NewChange.updated(
                "stack", row.stack().value(), row.environment().value());
        return services.updateSpec(asked)
                .then(record(row.environment(), row.stack(), stack, List.of(Told.of(row, asked))))
                .thenReturn(asked);
    }

    /** Never unbound: what is added to an administrator's stack is no part of its template. */
    public Mono<ServiceId> createService(StackRow stack, ServiceSpec spec, Activity activity, Instant now) {
        EnvironmentId environment = stack.tenant().id();
        Mono<ServiceId> work = open(stack.id())
                .flatMap(row -> insert(place(environment, row.id(), false), spec, activity, now))
                .flatMap(told -> record(environment, stack.id(), updated(stack), List.of(told))
                        .thenReturn(new ServiceId(told.change.resourceId())));
        return writes.writeUnfenced(quotas.within(environment, work))
                .onErrorMap(DuplicateKeyException.class, _ -> notUnique("service", spec.name()));
    }

    /** The stack goes when the last of its services has. */
    public Mono<Void> removeStack(StackId id) {
        return changeAll(id, StackRow::removing, service -> service.asking(ServiceRow.Intent.REMOVE));
    }

    /** Asks the same of every service of a stack. */
    public Mono<Void> changeAll(StackId id, UnaryOperator<ServiceRow> change) {
        return changeAll(id, UnaryOperator.identity(), change);
    }

    private Mono<Void> changeAll(StackId id, UnaryOperator<StackRow> ofStack, UnaryOperator<ServiceRow> ofServices) {
        return writes.writeUnfenced(stacks.lock(id)
                .map(ofStack)
                .flatMap(stack -> stacks.updateSpec(stack).thenReturn(stack))
                .flatMap(stack -> services.lockStack(id)
                        .collectList()
                        .flatMapIterable(rows -> rows)
                        .concatMap(row -> changed(row, ofServices.apply(row)))
                        .collectList()
                        .flatMap(told -> record(stack.tenant().id(), id, updated(stack), told))));
    }

    private Mono<Told> changed(ServiceRow row, ServiceRow asked) {
        return services.updateSpec(asked).thenReturn(Told.of(row, asked));
    }

    public Mono<Void> restart(InstanceRow row) {
        return writes.writeUnfenced(instances
                .requestRestart(row.id())
                .then(recordInstance(row, "service.instance.restart", "somebody asked to start it anew")));
    }

    public Mono<Void> remove(InstanceRow row) {
        return writes.writeUnfenced(instances
                .requestRemoval(row.id())
                .then(recordInstance(row, "service.instance.delete", "somebody asked to remove it")));
    }

    /** What a user asks of a host; the row is locked meanwhile, and every service of the environment looks again. */
    public Mono<Void> change(HostId id, UnaryOperator<HostRow> change) {
        return writes.writeUnfenced(hosts.lock(id)
                .map(change)
                .flatMap(host -> hosts.updateSpec(host).thenReturn(host))
                .flatMap(host -> services.present(host.tenant().id())
                        .map(service -> NewChange.updated(
                                "service", service.value(), host.tenant().id().value()))
                        .startWith(NewChange.updated(
                                "host", id.value(), host.tenant().id().value()))
                        .collectList()
                        .flatMap(writes::record)));
    }

    private Mono<Void> recordInstance(InstanceRow row, String event, String sentence) {
        long environment = row.environment().value();
        NewChange container = NewChange.updated("container", row.id().value(), environment)
                .onHost(row.host().value());
        InstanceRow.Membership of = row.membership();
        if (of == null) {
            return writes.record(List.of(container));
        }
        var told = new Told(
                NewChange.updated("service", of.service().value(), environment),
                List.of(RequestLog.instance(row, of.service(), ids.uuid(), event, sentence)));
        return record(row.environment(), of.stack(), container, List.of(told));
    }

    private static NewChange updated(StackRow stack) {
        return NewChange.updated(
                "stack", stack.id().value(), stack.tenant().id().value());
    }

    private Mono<Void> recordStack(StackRow stack) {
        return writes.record(List.of(updated(stack)));
    }

    private static ApiException notUnique(String type, String name) {
        return new ApiException.InvalidField(
                "NotUnique", "name", "a %s named '%s' exists already; choose another name".formatted(type, name));
    }
}
