package io.drover.identity.api.oidc;

import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.api.ServerAddress;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.store.DirectoryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code oidcconfig} or {@code githubconfig}: one configuration, read with GET and replaced with POST, as {@code openldapconfig}
 * is. What a POST leaves out takes its default; {@code enabled: false} without a client only switches off.
 */
public final class ProviderConfigHandler implements ResourceHandler {
    private final ProviderKind kind;
    private final ProviderConfigWriteHandler writes;

    public ProviderConfigHandler(ProviderKind kind, ProviderConfigWriteHandler writes) {
        this.kind = kind;
        this.writes = writes;
    }

    @Override
    public ResourceType type() {
        return ProviderTypes.of(kind);
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return shown(writes.current(kind)).map(resource -> Page.all(List.of(resource)));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return shown(writes.current(kind));
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        return id.equals(type().name()) ? Mono.just(0L) : Mono.empty();
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        return shown(writes.save(kind, input.values()));
    }

    private static Mono<Resource> shown(Mono<DirectoryRow> row) {
        return Mono.deferContextual(context -> row.map(
                found -> resource(found, context.get(ServerAddress.class).server())));
    }

    private static Resource resource(DirectoryRow row, String server) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
        fields.put("name", row.provider());
        fields.put(ProviderTypes.ENABLED, row.isEnabled());
        fields.put(ProviderTypes.REDIRECT_URI, server + ProviderSignInController.CALLBACK);
        fields.put(ProviderTypes.TEST_URL, ProviderSignInController.trialUrl(server, row.provider()));
        return new Resource(row.provider(), row.provider(), fields);
    }
}
