package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.StackId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.TemplateStack;
import io.drover.runtime.Ids;
import io.drover.scheduler.environment.EnvironmentLoop.Contents;
import io.drover.scheduler.environment.Holdings;
import io.drover.scheduler.environment.TemplateReading;
import io.drover.scheduler.host.HostLoop.HostStore;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.spec.StackSpec;
import io.drover.scheduler.store.EnvironmentRepository.Mark;
import io.drover.scheduler.store.ServiceRow.Intent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the environment loop reads and writes. Its own marks are fenced; removals are asked for as users ask, which is harmless to
 * repeat and cannot come from a lease holder of the past: a removed environment stays removed.
 */
public final class R2dbcEnvironmentStore implements Contents {
    private static final Logger log = LoggerFactory.getLogger(R2dbcEnvironmentStore.class);
    private static final int STACKS_AT_ONCE = 20;
    private static final int ROWS_AT_ONCE = 1000;
    private static final int NAMED = 100;

    private final Repositories repositories;
    private final SpecStore specs;
    private final HostStore hosts;
    private final FencedWriteClient writes;
    private final Ids ids;
    private final UnaryOperator<StackSpec> images;

    /** @param images a stack with the images it is stored with, or {@link ApiException.InvalidField} */
    public R2dbcEnvironmentStore(
            Repositories repositories,
            SpecStore specs,
            HostStore hosts,
            FencedWriteClient writes,
            Ids ids,
            UnaryOperator<StackSpec> images) {
        this.repositories = repositories;
        this.specs = specs;
        this.hosts = hosts;
        this.writes = writes;
        this.ids = ids;
        this.images = images;
    }

    @Override
    public Mono<Holdings> holdings(EnvironmentId id) {
        return repositories.environments().find(id).flatMap(this::holdings);
    }

    private Mono<Holdings> holdings(EnvironmentRow row) {
        EnvironmentId id = row.id();
        boolean settled = row.facts().state() != State.REMOVED && row.marks().templatesStarted();
        if (settled || row.marks().purged()) {
            return Mono.just(new Holdings(row.facts(), row.marks(), 0, 0, List.of(), List.of()));
        }
        return Mono.zip(
                        repositories.stacks().present(id).collectList(),
                        repositories.hosts().present(id).collectList(),
                        repositories.instances().countByHost(id),
                        leftBehind(row))
                .map(parts -> holdings(row, parts.getT1(), parts.getT2(), parts.getT3(), parts.getT4()));
    }

    private Mono<List<String>> leftBehind(EnvironmentRow row) {
        Instant begun = row.marks().removalBegun();
        return begun == null
                ? Mono.just(List.of())
                : repositories.environments().leftBehind(row.id(), begun, NAMED).collectList();
    }

    private static Holdings holdings(
            EnvironmentRow row,
            List<StackRow> stacks,
            List<HostRow> hosts,
            Map<Long, Long> containers,
            List<String> leftBehind) {
        return new Holdings(
                row.facts(),
                row.marks(),
                (int) stacks.stream()
                        .filter(stack -> stack.activity() != Activity.REMOVED)
                        .count(),
                stacks.size(),
                hosts.stream()
                        .map(host -> new Holdings.Host(
                                host.id(),
                                host.displayName(),
                                host.agentId(),
                                host.connected(),
                                host.activity() == Activity.REMOVED,
                                containers.getOrDefault(host.id().value(), 0L)))
                        .toList(),
                leftBehind);
    }

    @Override
    public Mono<Void> beginRemoval(EnvironmentId id, Instant now) {
        return mark(Mark.REMOVAL_BEGUN, id, now);
    }

    @Override
    public Mono<Void> removeStacks(EnvironmentId id) {
        return repositories
                .stacks()
                .wanted(id)
                .take(STACKS_AT_ONCE)
                .concatMap(stack -> specs.removeStack(stack.id()))
                .then();
    }

    @Override
    public Mono<Void> removeHost(HostId id) {
        return specs.change(id, host -> host.wanted(Activity.REMOVED));
    }

    @Override
    public Mono<Void> forget(HostId id, Instant now) {
        return hosts.forget(id, now);
    }

    @Override
    public Mono<Void> setNote(EnvironmentId id, String note) {
        return writes.write(repositories.environments().setRemovalNote(id, note));
    }

    @Override
    public Mono<Void> finish(EnvironmentId id, String note, Instant now) {
        return writes.write(repositories
                .environments()
                .setRemovalNote(id, note)
                .then(repositories.environments().mark(Mark.EMPTIED, id, now)));
    }

    @Override
    public Mono<Void> purge(EnvironmentId id, Instant now) {
        return writes.write(repositories.environments().purge(id, ROWS_AT_ONCE))
                .filter(rows -> rows == 0)
                .flatMap(_ -> mark(Mark.PURGED, id, now));
    }

    /** A stack that cannot be made is logged and left out: no pass would ever do better. */
    @Override
    public Mono<Void> makeTemplateStacks(EnvironmentFacts environment, Instant now) {
        return Flux.fromIterable(environment.templateStacks())
                .concatMap(template -> switch (TemplateReading.of(template, environment)) {
                    case TemplateReading.Usable usable -> makeOrLeave(usable, environment, now);
                    case TemplateReading.Unusable(String reason) -> left(template, environment, reason);
                })
                .then(mark(Mark.TEMPLATES_MADE, environment.id(), now));
    }

    private Mono<StackId> makeOrLeave(TemplateReading.Usable usable, EnvironmentFacts environment, Instant now) {
        return Mono.fromSupplier(() -> imagesOf(usable))
                .flatMap(spec -> make(usable.template(), spec, environment, now))
                .onErrorResume(
                        ApiException.InvalidField.class,
                        refused -> left(usable.template(), environment, refused.sentence()));
    }

    /** What users write is held to where images may come from; while nobody knows that, the pass fails and comes again. */
    private StackSpec imagesOf(TemplateReading.Usable usable) {
        return usable.template().trusted() ? usable.spec() : images.apply(usable.spec());
    }

    private Mono<StackId> make(TemplateStack template, StackSpec spec, EnvironmentFacts environment, Instant now) {
        var stack = new StackRow(
                new StackId(0),
                new Tenant(environment.id(), environment.uuid(), environment.name()),
                ids.uuid(),
                now,
                null,
                template.name(),
                template.description(),
                template.dockerCompose(),
                template.rancherCompose(),
                template.answers(),
                spec.warnings(),
                template.externalId(),
                null,
                false,
                Activity.ACTIVE,
                template.trusted() ? StackRow.Origin.TRUSTED_TEMPLATE : StackRow.Origin.TEMPLATE);
        return specs.create(stack, spec.services(), now);
    }

    private static Mono<StackId> left(TemplateStack template, EnvironmentFacts environment, String reason) {
        return Mono.fromRunnable(() -> log.warn(
                "stack '{}' of its template is not made in environment {} ({}): {}",
                template.name(),
                environment.id(),
                environment.name(),
                reason));
    }

    @Override
    public Mono<Void> startTemplateStacks(EnvironmentId id, Instant now) {
        return repositories
                .stacks()
                .wanted(id)
                .filter(StackRow::fromTemplate)
                .concatMap(stack -> specs.changeAll(
                        stack.id(),
                        service -> service.activity() == Activity.INACTIVE ? service.asking(Intent.ACTIVATE) : service))
                .then(mark(Mark.TEMPLATES_STARTED, id, now));
    }

    private Mono<Void> mark(Mark mark, EnvironmentId id, Instant now) {
        return Mono.defer(() -> writes.write(repositories.environments().mark(mark, id, now)));
    }
}
