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
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.scheduler.launch.FieldProblem;
import io.drover.scheduler.launch.Names;
import io.drover.scheduler.launch.ServiceSpecJson;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.ServiceView;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRow;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.ServiceRow;
import io.drover.scheduler.store.ServiceRow.Intent;
import io.drover.scheduler.store.SpecStore;
import io.drover.scheduler.store.StackRow;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Services over the API. Every request is written down as a new generation; the service loop does the rest. */
public final class ServiceHandler implements ResourceHandler {
    private final Repositories repositories;
    private final SpecStore writes;
    private final Children children;
    private final InstallationRules rules;
    private final AdmissionHandler admission;
    private final Clock clock;

    public ServiceHandler(
            Repositories repositories,
            SpecStore writes,
            Children children,
            InstallationRules rules,
            AdmissionHandler admission,
            Clock clock) {
        this.repositories = repositories;
        this.writes = writes;
        this.children = children;
        this.rules = rules;
        this.admission = admission;
        this.clock = clock;
    }

    /** What its links lead to. */
    public record Children(ContainerHandler containers, ServiceLogHandler logs) {}

    @Override
    public ResourceType type() {
        return SchedulerTypes.SERVICE;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        EnvironmentId environment = environment(caller);
        return repositories
                .services()
                .list(environment, query)
                .collectList()
                .flatMap(rows -> resources(environment, SqlList.page(rows, query))
                        .map(resources -> new Page(resources, rows.size() > query.limit())));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> resources(environment(caller), List.of(row)).map(List::getFirst));
    }

    /** Nobody but who may change infrastructure is offered what would change a system service. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return !Boolean.TRUE.equals(resource.fields().get("system")) || rules.mayChangeInfrastructure(caller.role());
    }

    /** The service, unless it is the system's and the caller may not change that (403). */
    private Mono<ServiceRow> changeable(Caller caller, long id) {
        return row(caller, id)
                .filterWhen(row -> isSystem(caller, row.stack()).map(system -> {
                    if (system) {
                        rules.requireInfrastructure(caller, "update system service");
                    }
                    return true;
                }));
    }

    private Mono<Boolean> isSystem(Caller caller, StackId stack) {
        return repositories.stacks().systemOnes(environment(caller)).map(all -> all.contains(stack));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        ServiceSpec spec = rules.images(spec(input));
        Activity activity = input.flag("startOnCreate", false) ? Activity.ACTIVE : Activity.INACTIVE;
        return repositories
                .stacks()
                .find(environment(caller), new StackId(input.number("stackId", 0)))
                .filter(stack -> stack.removed() == null)
                .switchIfEmpty(Mono.error(() -> new ApiException.InvalidField(
                        "InvalidReference", "stackId", "stackId: there is no such stack in this environment")))
                .doOnNext(ServiceHandler::requireOpen)
                .doOnNext(stack -> {
                    if (stack.system()) {
                        rules.requireInfrastructure(caller, "update system stack");
                    }
                })
                .flatMap(stack -> admission
                        .admit(environment(caller), spec)
                        .then(writes.createService(stack, spec, activity, clock.instant())))
                .flatMap(id -> find(caller, id.value()));
    }

    private static ServiceSpec spec(Input input) {
        return switch (ServiceSpecJson.read(input.values())) {
            case ServiceSpecJson.Outcome.Accepted accepted -> accepted.service();
            case ServiceSpecJson.Outcome.Refused refused -> throw refusal(refused.problems());
        };
    }

    private static ApiException refusal(List<FieldProblem> problems) {
        FieldProblem first = problems.getFirst();
        String sentences = problems.stream().map(FieldProblem::message).collect(Collectors.joining("; "));
        return new ApiException.InvalidField(first.code(), first.field(), sentences);
    }

    private static void requireOpen(StackRow stack) {
        if (stack.activity() == Activity.REMOVED) {
            throw new ApiException.InvalidField(
                    "InvalidState", "stackId", "stack '%s' is being removed".formatted(stack.name()));
        }
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        String name = changes.text("name");
        if (changes.has("name")) {
            String wrong = Names.wrongWithService(String.valueOf(name));
            if (wrong != null) {
                throw new ApiException.InvalidField("InvalidCharacters", "name", wrong);
            }
        }
        UnaryOperator<ServiceRow> change = row -> row.asking(Intent.UPDATE)
                .named(
                        name == null ? row.name() : name,
                        changes.has("description") ? changes.text("description") : row.description())
                .scaled((int) changes.number("scale", row.scale()));
        if (!changes.has("metadata")) {
            return changed(caller, id, change);
        }
        Map<String, Object> metadata = changes.map("metadata");
        return changeable(caller, id)
                .flatMap(row -> writes.change(row.id(), change, spec -> spec.withMetadata(metadata), clock.instant()))
                .flatMap(row -> resources(environment(caller), List.of(row)).map(List::getFirst));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return changed(caller, id, row -> row.asking(Intent.REMOVE));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return switch (action) {
            case "activate" -> changed(caller, id, row -> row.asking(Intent.ACTIVATE));
            case "deactivate" -> changed(caller, id, row -> row.asking(Intent.DEACTIVATE));
            default -> restart(caller, id, input);
        };
    }

    private Mono<Resource> restart(Caller caller, long id, Input input) {
        Map<String, Object> strategy = input.map("rollingRestartStrategy");
        int batch = positive(strategy, "batchSize", ServiceView.Restart.DEFAULT_BATCH_SIZE);
        long interval = positive(strategy, "intervalMillis", (int) ServiceView.Restart.DEFAULT_INTERVAL.toMillis());
        return repositories
                .instances()
                .ofService(new ServiceId(id))
                .map(InstanceRow::startGeneration)
                .reduce(0L, Math::max)
                .flatMap(highest -> changed(
                        caller,
                        id,
                        row -> row.asking(Intent.RESTART)
                                .restarting(new ServiceRow.RestartRequest(next(row, highest), batch, interval))));
    }

    private static long next(ServiceRow row, long highestOfInstances) {
        long last = row.restart() == null ? 0 : row.restart().startGeneration();
        return Math.max(last, highestOfInstances) + 1;
    }

    private static int positive(Map<String, Object> strategy, String field, int otherwise) {
        Object value = strategy.get(field);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= 86_400_000) {
            return number.intValue();
        }
        throw new ApiException.InvalidField(
                "InvalidFormat",
                "rollingRestartStrategy." + field,
                "rollingRestartStrategy.%s is '%s'; accepted: a number from 0 to 86400000".formatted(field, value));
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return row(caller, id)
                .flatMap(row -> link.equals("serviceLogs")
                        ? children.logs.ofService(caller, row.id())
                        : children.containers.ofService(caller, row.id()));
    }

    private Mono<Resource> changed(Caller caller, long id, UnaryOperator<ServiceRow> change) {
        return changeable(caller, id)
                .flatMap(row -> writes.change(row.id(), change))
                .flatMap(row -> resources(environment(caller), List.of(row)).map(List::getFirst));
    }

    private Mono<ServiceRow> row(Caller caller, long id) {
        return repositories.services().find(environment(caller), new ServiceId(id));
    }

    /** Four queries, however many services. */
    Mono<List<Resource>> resources(EnvironmentId environment, List<ServiceRow> rows) {
        List<Long> ids = rows.stream().map(row -> row.id().value()).toList();
        return Mono.zip(
                        repositories.services().currentSpecs(ids),
                        repositories.instances().ofServices(ids).collectList(),
                        repositories
                                .hosts()
                                .present(environment)
                                .collectMap(host -> host.id().value()),
                        repositories.stacks().systemOnes(environment))
                .map(parts -> resources(rows, parts.getT1(), parts.getT2(), parts.getT3(), parts.getT4()));
    }

    private static List<Resource> resources(
            List<ServiceRow> rows,
            Map<Long, ServiceSpec> specs,
            List<InstanceRow> instances,
            Map<Long, HostRow> hosts,
            Set<StackId> system) {
        Map<Long, List<InstanceRow>> byService = instances.stream()
                .collect(Collectors.groupingBy(row ->
                        Objects.requireNonNull(row.membership()).service().value()));
        return rows.stream()
                .map(row -> ServiceResources.of(
                                row,
                                Objects.requireNonNull(specs.get(row.id().value())),
                                byService.getOrDefault(row.id().value(), List.of()),
                                hosts)
                        .with("system", system.contains(row.stack())))
                .toList();
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
