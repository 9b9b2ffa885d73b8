package io.drover.scheduler.api;

import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.StackScope;
import io.drover.api.sql.SqlList;
import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRepository;
import io.drover.scheduler.store.Repositories;
import io.drover.scheduler.store.SpecStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Hosts over the API. They come into being when an agent registers, not by a request. */
public final class HostHandler implements ResourceHandler {
    private final Repositories repositories;
    private final SpecStore writes;
    private final ContainerHandler containers;
    private final StreamTicketHandler tickets;
    private final InstallationRules rules;

    public HostHandler(
            Repositories repositories,
            SpecStore writes,
            ContainerHandler containers,
            StreamTicketHandler tickets,
            InstallationRules rules) {
        this.repositories = repositories;
        this.writes = writes;
        this.containers = containers;
        this.tickets = tickets;
        this.rules = rules;
    }

    @Override
    public ResourceType type() {
        return SchedulerTypes.HOST;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return repositories
                .hosts()
                .list(environment(caller), query)
                .collectList()
                .flatMap(rows -> resources(caller, SqlList.page(rows, query))
                        .map(resources -> new Page(resources, rows.size() > query.limit())));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).flatMap(row -> resources(caller, List.of(row)).map(List::getFirst));
    }

    /** Hosts are infrastructure. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return rules.mayChangeInfrastructure(caller.role());
    }

    private Mono<HostRow> changeable(Caller caller, long id) {
        return row(caller, id).doOnNext(_ -> rules.requireInfrastructure(caller, "update host"));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        return changeable(caller, id)
                .flatMap(row -> writes.change(row.id(), now -> described(now, changes)))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return want(caller, id, Activity.REMOVED);
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return want(caller, id, action.equals("activate") ? Activity.ACTIVE : Activity.INACTIVE);
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return switch (link) {
            case "hostStats", "containerStats" ->
                row(caller, id)
                        .flatMap(host -> tickets.hostStats(caller, host, link.equals("containerStats")))
                        .map(Page::document);
            default -> containers.onHost(caller, new HostId(id));
        };
    }

    private Mono<Resource> want(Caller caller, long id, Activity activity) {
        return changeable(caller, id)
                .flatMap(row -> writes.change(row.id(), now -> now.wanted(activity)))
                .then(Mono.defer(() -> find(caller, id)));
    }

    private static HostRow described(HostRow row, Input changes) {
        return row.described(
                changes.has("name") ? changes.text("name") : row.name(),
                changes.has("description") ? changes.text("description") : row.description(),
                changes.has("labels") ? labels(changes) : row.labels(),
                changes.has("memory") ? number(changes, "memory") : row.memoryBytes(),
                changes.has("milliCpu") ? (Integer) narrowed(number(changes, "milliCpu")) : row.milliCpu());
    }

    private static Map<String, String> labels(Input changes) {
        Map<String, String> labels = new LinkedHashMap<>();
        changes.map("labels").forEach((key, value) -> labels.put(key, value == null ? "" : value.toString()));
        return labels;
    }

    private static @Nullable Long number(Input changes, String field) {
        return changes.get(field) instanceof Number number ? number.longValue() : null;
    }

    private static @Nullable Integer narrowed(@Nullable Long value) {
        return value == null ? null : Math.toIntExact(value);
    }

    private Mono<HostRow> row(Caller caller, long id) {
        return repositories.hosts().find(environment(caller), new HostId(id));
    }

    /** A host is shown with the containers on it that the caller may see; what is on it decides its state all the same. */
    private Mono<List<Resource>> resources(Caller caller, List<HostRow> rows) {
        StackScope seen = caller.rights().scope(SchedulerTypes.CONTAINER, Verb.READ);
        List<Long> ids = rows.stream().map(row -> row.id().value()).toList();
        return repositories.instances().membership("host_id", ids).collectList().map(members -> {
            Map<Long, List<InstanceRepository.Membership>> byHost =
                    members.stream().collect(Collectors.groupingBy(InstanceRepository.Membership::parent));
            return rows.stream()
                    .map(row ->
                            HostResources.of(row, byHost.getOrDefault(row.id().value(), List.of()), seen))
                    .toList();
        });
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
