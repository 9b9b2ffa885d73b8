package io.drover.scheduler.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.StackId;
import io.drover.runtime.Ids;
import io.drover.scheduler.compose.ComposeOutcome;
import io.drover.scheduler.compose.ComposeReader;
import io.drover.scheduler.compose.finding.ComposeProblem;
import io.drover.scheduler.naming.NameRules;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.spec.StackSpec;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.ServiceRow;
import io.drover.scheduler.store.ServiceRow.Intent;
import io.drover.scheduler.store.SpecStore;
import io.drover.scheduler.store.StackRow;
import io.drover.scheduler.store.Tenant;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Stacks over the API. Compose files are read before anything is written: what cannot be read creates nothing. */
public final class StackHandler implements ResourceHandler {
    private final Repositories repositories;
    private final SpecStore writes;
    private final ServiceHandler services;
    private final ContainerHandler containers;
    private final InstallationRules rules;
    private final AdmissionHandler admission;
    private final Sources sources;

    /** Names and times of what is made. */
    public record Sources(Ids ids, Clock clock) {}

    public StackHandler(
            Repositories repositories,
            SpecStore writes,
            ServiceHandler services,
            ContainerHandler containers,
            InstallationRules rules,
            AdmissionHandler admission,
            Sources sources) {
        this.repositories = repositories;
        this.writes = writes;
        this.services = services;
        this.containers = containers;
        this.rules = rules;
        this.admission = admission;
        this.sources = sources;
    }

    @Override
    public ResourceType type() {
        return SchedulerTypes.STACK;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return repositories
                .stacks()
                .list(environment(caller), query)
                .collectList()
                .flatMap(rows -> resources(SqlList.page(rows, query))
                        .map(resources -> new Page(resources, rows.size() > query.limit())));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).flatMap(row -> resources(List.of(row)).map(List::getFirst));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        String name = name(input);
        Compose compose = Compose.of(input);
        StackSpec spec = rules.images(read(name, compose));
        var stack = new StackRow(
                new StackId(0),
                Tenant.of(caller.requireEnvironment()),
                sources.ids().uuid(),
                sources.clock().instant(),
                null,
                name,
                input.text("description"),
                compose.docker,
                compose.rancher,
                compose.answers,
                spec.warnings(),
                input.text("externalId"),
                input.text("group"),
                input.flag("startOnCreate", false),
                Activity.ACTIVE,
                input.flag("system", false) ? StackRow.Origin.INFRASTRUCTURE : StackRow.Origin.USER);
        return admission
                .admit(environment(caller), spec, stack.unbound())
                .then(Mono.defer(() ->
                        writes.create(stack, spec.services(), sources.clock().instant())))
                .flatMap(id -> find(caller, id.value()));
    }

    /** Nobody but who may change infrastructure is offered what would change a system stack. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return !Boolean.TRUE.equals(resource.fields().get("system")) || rules.mayChangeInfrastructure(caller.role());
    }

    private Mono<StackRow> changeable(Caller caller, long id) {
        return row(caller, id).doOnNext(row -> {
            if (row.system()) {
                rules.requireInfrastructure(caller, "update system stack");
            }
        });
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        String name = changes.has("name") ? name(changes) : null;
        return changeable(caller, id)
                .flatMap(row -> writes.change(
                        row.id(),
                        now -> now.described(
                                name == null ? now.name() : name,
                                changes.has("description") ? changes.text("description") : now.description(),
                                changes.has("externalId") ? changes.text("externalId") : now.externalId(),
                                changes.has("group") ? changes.text("group") : now.group())))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return changeable(caller, id)
                .flatMap(row -> writes.removeStack(row.id()))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        Mono<Void> done = changeable(caller, id).flatMap(row -> switch (action) {
            case "activateservices" -> writes.changeAll(row.id(), StackHandler::activated);
            case "deactivateservices" -> writes.changeAll(row.id(), StackHandler::deactivated);
            default -> upgrade(caller, row, input);
        });
        return done.then(Mono.defer(() -> find(caller, id)));
    }

    private static ServiceRow activated(ServiceRow row) {
        return row.activity() == Activity.INACTIVE ? row.asking(Intent.ACTIVATE) : row;
    }

    private static ServiceRow deactivated(ServiceRow row) {
        return row.activity() == Activity.ACTIVE ? row.asking(Intent.DEACTIVATE) : row;
    }

    /**
     * Applies the files to what exists; saying the same thing twice changes nothing. An administrator's template is above the
     * privilege policy, what others write into its stacks is not.
     */
    private Mono<Void> upgrade(Caller caller, StackRow stack, Input input) {
        Compose compose = Compose.of(input);
        StackSpec spec = rules.images(read(stack.name(), compose));
        boolean unbound = stack.unbound() && AdmissionHandler.isAdministrator(caller);
        UnaryOperator<StackRow> composed = row -> row.composed(
                String.valueOf(compose.docker),
                compose.rancher,
                compose.answers,
                spec.warnings(),
                input.has("externalId") ? input.text("externalId") : row.externalId());
        return admission
                .admit(stack.tenant().id(), spec, unbound)
                .then(Mono.defer(() -> writes.reapply(
                        stack,
                        new SpecStore.Files(composed, spec, unbound),
                        sources.clock().instant())));
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return row(caller, id)
                .flatMapMany(row -> repositories.services().ofStack(row.id()))
                .collectList()
                .flatMap(rows -> link.equals("services")
                        ? services.resources(environment(caller), rows).map(Page::all)
                        : containers.ofServices(
                                caller,
                                rows.stream().map(row -> row.id().value()).toList()));
    }

    private static String name(Input input) {
        String name = input.text("name", "");
        NameRules.stack(name).ifPresent(problem -> {
            throw new ApiException.InvalidField(problem.code(), "name", problem.message());
        });
        return name;
    }

    /** The files of a request. */
    private record Compose(
            @Nullable String docker, @Nullable String rancher, Map<String, String> answers) {
        static Compose of(Input input) {
            Map<String, String> answers = new LinkedHashMap<>();
            input.map("environment").forEach((key, value) -> answers.put(key, value == null ? "" : value.toString()));
            return new Compose(input.text("dockerCompose"), input.text("rancherCompose"), answers);
        }
    }

    private static StackSpec read(String stack, Compose compose) {
        if (compose.docker == null || compose.docker.isBlank()) {
            return new StackSpec(List.of(), List.of());
        }
        return switch (ComposeReader.read(compose.docker, compose.rancher, compose.answers, stack)) {
            case ComposeOutcome.Read(StackSpec spec) -> spec;
            case ComposeOutcome.Rejected(List<ComposeProblem> problems) -> throw rejection(problems);
        };
    }

    private static ApiException rejection(List<ComposeProblem> problems) {
        String field = problems.getFirst().file().startsWith("rancher") ? "rancherCompose" : "dockerCompose";
        String sentences =
                problems.stream().limit(20).map(ComposeProblem::sentence).collect(Collectors.joining("\n"));
        return new ApiException.InvalidField("InvalidFormat", field, sentences);
    }

    private Mono<StackRow> row(Caller caller, long id) {
        return repositories.stacks().find(environment(caller), new StackId(id));
    }

    private Mono<List<Resource>> resources(List<StackRow> rows) {
        return repositories
                .services()
                .ofStacks(rows.stream().map(row -> row.id().value()).toList())
                .collect(Collectors.groupingBy(row -> row.stack().value()))
                .map(byStack -> rows.stream()
                        .map(row -> StackResources.of(
                                row, byStack.getOrDefault(row.id().value(), List.of())))
                        .toList());
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
