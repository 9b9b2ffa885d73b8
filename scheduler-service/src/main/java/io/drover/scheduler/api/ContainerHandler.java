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
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRow;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.SpecStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Containers over the API. As in the reference, stopping or removing one container of an active service is undone by its
 * service: stop starts it anew, remove makes another in its place (spec: orchestration, 2.5).
 */
public final class ContainerHandler implements ResourceHandler {
    private final Repositories repositories;
    private final SpecStore writes;
    private final StreamTicketHandler tickets;
    private final InstallationRules rules;

    public ContainerHandler(
            Repositories repositories, SpecStore writes, StreamTicketHandler tickets, InstallationRules rules) {
        this.repositories = repositories;
        this.writes = writes;
        this.tickets = tickets;
        this.rules = rules;
    }

    @Override
    public ResourceType type() {
        return SchedulerTypes.CONTAINER;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        EnvironmentId environment = environment(caller);
        return repositories
                .instances()
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

    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return ContainerActions.isOffered(caller.role(), resource, action, rules);
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .doOnNext(ContainerHandler::requireOurs)
                .filterWhen(row -> mayChange(caller, row))
                .flatMap(writes::remove)
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return row(caller, id)
                .filterWhen(row -> action.equals("logs") ? Mono.just(true) : mayChange(caller, row))
                .flatMap(row -> switch (action) {
                    case "logs" -> tickets.ofContainer(caller, row, "logs", logsRequest(row, input));
                    case "execute" -> tickets.ofContainer(caller, row, "exec", execRequest(row, input));
                    case "stop" -> input.flag("remove", false) ? remove(caller, id) : restart(caller, row);
                    default -> restart(caller, row);
                });
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return row(caller, id)
                .flatMap(row -> tickets.containerStats(caller, row))
                .map(Page::document);
    }

    /** The containers on a host. */
    Mono<Page> onHost(Caller caller, HostId host) {
        return page(caller, repositories.instances().ofHost(host));
    }

    /** The containers of a service. */
    Mono<Page> ofService(Caller caller, ServiceId service) {
        return page(caller, repositories.instances().ofService(service));
    }

    /** The containers of several services. */
    Mono<Page> ofServices(Caller caller, List<Long> services) {
        return page(
                caller,
                repositories
                        .instances()
                        .membership("service_id", services)
                        .map(member -> member.instance().value())
                        .collectList()
                        .flatMapMany(repositories.instances()::byIds));
    }

    private Mono<Page> page(Caller caller, Flux<InstanceRow> rows) {
        EnvironmentId environment = environment(caller);
        return rows.filter(row -> row.environment().equals(environment))
                .collectList()
                .flatMap(found -> resources(environment, found))
                .map(Page::all);
    }

    private Mono<Resource> restart(Caller caller, InstanceRow row) {
        requireOurs(row);
        return writes.restart(row).then(Mono.defer(() -> find(caller, row.id().value())));
    }

    /** True, or 403: the container is the system's, and the caller may not change that. */
    private Mono<Boolean> mayChange(Caller caller, InstanceRow row) {
        return repositories.stacks().systemOnes(environment(caller)).map(system -> {
            if (isSystem(row, system)) {
                rules.requireInfrastructure(caller, "update system container");
            }
            return true;
        });
    }

    private static boolean isSystem(InstanceRow row, Set<StackId> system) {
        InstanceRow.Membership of = row.membership();
        return of != null && system.contains(of.stack());
    }

    private static void requireOurs(InstanceRow row) {
        if (row.isNative()) {
            throw new ApiException.NotAllowed(
                    "ActionNotAvailable",
                    "container '%s' was not started by Drover: use the Docker CLI on its host".formatted(row.name()));
        }
    }

    private static Map<String, Object> logsRequest(InstanceRow row, Input input) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("container", StreamTicketHandler.engineId(row));
        request.put("lines", input.number("lines", 100));
        request.put("follow", input.flag("follow", true));
        request.put("timestamps", input.flag("timestamps", true));
        String since = input.text("since", "");
        if (!since.isEmpty()) {
            request.put("since", since);
        }
        return request;
    }

    private static Map<String, Object> execRequest(InstanceRow row, Input input) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("container", StreamTicketHandler.engineId(row));
        request.put(
                "command", input.list("command").stream().map(Objects::toString).toList());
        request.put("stdin", input.flag("attachStdin", true));
        request.put("tty", input.flag("tty", true));
        request.put("columns", 0);
        request.put("rows", 0);
        return request;
    }

    private Mono<InstanceRow> row(Caller caller, long id) {
        return repositories.instances().find(environment(caller), new InstanceId(id));
    }

    private Mono<List<Resource>> resources(EnvironmentId environment, List<InstanceRow> rows) {
        return Mono.zip(
                repositories.hosts().present(environment).collectMap(HostRow::id),
                repositories.stacks().systemOnes(environment),
                (hosts, system) -> rows.stream()
                        .map(row -> ContainerResources.of(row, hosts.get(row.host()))
                                .with("system", isSystem(row, system)))
                        .toList());
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
