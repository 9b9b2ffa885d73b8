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
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.scheduler.store.Kept;
import io.drover.scheduler.store.RegistryCredentialRow;
import io.drover.scheduler.store.RegistryStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * Users of registries over the API (spec: identity sheet, 5.1). A changed password counts from the next pull on, so tokens that
 * live for hours can be refreshed from outside.
 */
public final class RegistryCredentialHandler implements ResourceHandler {
    /** What passwords are sealed for. */
    static final String PURPOSE = "registryCredential.secretValue";

    private final RegistryStore store;
    private final EnvelopeClient envelopes;
    private final Ids ids;
    private final Clock clock;

    public RegistryCredentialHandler(RegistryStore store, EnvelopeClient envelopes, Ids ids, Clock clock) {
        this.store = store;
        this.envelopes = envelopes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return KeptTypes.REGISTRY_CREDENTIAL;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return store.listCredentials(environment(caller), query)
                .collectList()
                .map(rows -> KeptResources.page(rows, query, KeptResources::of));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).map(KeptResources::of);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long registry = input.number("registryId", 0);
        String password = input.text("secretValue", "");
        Kept kept = KeptResources.created(caller, input, ids, clock);
        return registry(caller, registry)
                .then(sealed(kept, password))
                .flatMap(envelope -> store.createCredential(
                        new RegistryCredentialRow(kept, registry, input.text("publicValue", ""), envelope, true)))
                .flatMap(id -> find(caller, id))
                .map(resource -> resource.with("secretValue", password));
    }

    /** A registry of another environment is none. */
    private Mono<Void> registry(Caller caller, long number) {
        return store.find(environment(caller), number)
                .filter(row -> row.kept().removed() == null)
                .switchIfEmpty(Mono.error(() -> new ApiException.InvalidField(
                        "InvalidReference",
                        "registryId",
                        "registryId is '%s', which is no registry of this environment"
                                .formatted(KeptTypes.REGISTRY.publicId(number)))))
                .then();
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        String password = changes.text("secretValue");
        UnaryOperator<RegistryCredentialRow> change = row -> row.with(
                KeptResources.described(row.kept(), changes),
                changes.text("publicValue", row.publicValue()),
                row.active());
        return row(caller, id)
                .flatMap(row -> password == null
                        ? store.updateCredential(id, change, null)
                        : sealed(row.kept(), password)
                                .flatMap(envelope -> store.updateCredential(id, change, envelope)))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> store.removeCredential(row, clock.instant()))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return row(caller, id)
                .flatMap(read -> store.updateCredential(
                        id, row -> row.with(row.kept(), row.publicValue(), action.equals("activate")), null))
                .then(Mono.defer(() -> find(caller, id)));
    }

    private Mono<String> sealed(Kept kept, String password) {
        return envelopes.seal(PURPOSE, kept.uuid(), password.getBytes(StandardCharsets.UTF_8));
    }

    private Mono<RegistryCredentialRow> row(Caller caller, long id) {
        return store.findCredential(environment(caller), id);
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
