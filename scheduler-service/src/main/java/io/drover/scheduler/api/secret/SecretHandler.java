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
import io.drover.scheduler.secret.SecretContent;
import io.drover.scheduler.store.Kept;
import io.drover.scheduler.store.SecretRow;
import io.drover.scheduler.store.SecretStore;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Secrets over the API (spec: identity sheet, 5.3). A value is answered to whoever created it, and never again. It is replaced by
 * the action {@code setvalue}, which makes a new version: clients of the reference know that an update cannot change it.
 */
public final class SecretHandler implements ResourceHandler {
    /** What values are sealed for. */
    private static final String PURPOSE = "secret.value";

    private final SecretStore store;
    private final EnvelopeClient envelopes;
    private final Ids ids;
    private final Clock clock;

    public SecretHandler(SecretStore store, EnvelopeClient envelopes, Ids ids, Clock clock) {
        this.store = store;
        this.envelopes = envelopes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return KeptTypes.SECRET;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return store.list(environment(caller), query)
                .collectList()
                .map(rows -> KeptResources.page(rows, query, KeptResources::of));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).map(KeptResources::of);
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        byte[] content = content(input.text("value"));
        Kept kept = KeptResources.created(caller, input, ids, clock);
        return envelopes
                .seal(PURPOSE, kept.uuid(), content)
                .flatMap(envelope -> store.create(kept, envelope))
                .flatMap(id -> find(caller, id))
                .map(resource -> resource.with("value", input.text("value")));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        return row(caller, id)
                .flatMap(row -> store.describe(row.kept(), kept -> KeptResources.described(kept, changes)))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        byte[] content = content(input.text("value"));
        return row(caller, id)
                .flatMap(row -> envelopes
                        .seal(PURPOSE, row.kept().uuid(), content)
                        .flatMap(envelope -> store.addVersion(row.kept(), envelope, clock.instant()))
                        .switchIfEmpty(Mono.error(
                                () -> new ApiException.NotFound("secret '%s' was removed; its new value is not stored"
                                        .formatted(row.kept().name())))))
                .then(Mono.defer(() -> find(caller, id)));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return row(caller, id)
                .flatMap(row -> store.remove(row.kept(), clock.instant()))
                .then(Mono.defer(() -> find(caller, id)));
    }

    private static byte[] content(@Nullable String value) {
        return switch (SecretContent.of(value)) {
            case SecretContent.Content(var bytes) -> bytes;
            case SecretContent.Refused(var code, var sentence) ->
                throw new ApiException.InvalidField(code, "value", sentence);
        };
    }

    private Mono<SecretRow> row(Caller caller, long id) {
        return store.find(environment(caller), id);
    }

    private static EnvironmentId environment(Caller caller) {
        return caller.requireEnvironment().id();
    }
}
