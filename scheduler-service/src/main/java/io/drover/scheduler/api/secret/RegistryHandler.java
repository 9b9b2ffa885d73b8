package io.drover.scheduler.api.secret;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;
import io.drover.runtime.Ids;
import io.drover.scheduler.registry.RegistryHost;
import io.drover.scheduler.store.RegistryRow;
import io.drover.scheduler.store.RegistryStore;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** Registries over the API (spec: identity sheet, 5.1). */
public final class RegistryHandler implements ResourceHandler {
    private final RegistryStore store;
    private final Ids ids;
    private final Clock clock;

    public RegistryHandler(RegistryStore store, Ids ids, Clock clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return KeptTypes.REGISTRY;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return store.list(environment(caller), query)
                .collectList()
                .map(rows -> KeptResources.page(rows, query, KeptResources::of));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return store.find(environment(caller), id).map(KeptResources::of);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        String address = input.text("serverAddress", "").strip();
        if (!RegistryHost.ofAddress(address).isValid()) {
            throw new ApiException.InvalidField(
                    "InvalidFormat",
                    "serverAddress",
                    "serverAddress is '%s'; write a host, with a port if it is not 443: registry.example.com:5000"
                            .formatted(address));
        }
        var row = new RegistryRow(
                KeptResources.created(caller, input, ids, clock), address, input.text("driverName"), true);
        return store.create(row).flatMap(id -> find(caller, id));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        return row(caller, id)
                .flatMap(read ->
                        store.update(id, row -> row.with(KeptResources.described(row.kept(), changes), row.active())))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> store.remove(row, clock.instant()))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return row(caller, id)
                .flatMap(read -> store.update(id, row -> row.with(row.kept(), action.equals("activate"))))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Page> follow(Caller caller, long id, String link, ListQuery query) {
        return store.credentialsOf(environment(caller), id)
                .map(KeptResources::of)
                .collectList()
                .map(Page::all);
    }

    private Mono<RegistryRow> row(Caller caller, long id) {
        return store.find(environment(caller), id);
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
