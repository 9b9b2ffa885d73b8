package io.drover.identity.api.directory;

import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.store.DirectoryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code openldapconfig}: one configuration, read with GET and replaced with POST (spec: identity sheet, 1.3). What a POST
 * leaves out takes its default; {@code enabled: false} without a server only switches off.
 */
public final class DirectoryConfigHandler implements ResourceHandler {
    private final DirectoryConfigWriteHandler writes;

    public DirectoryConfigHandler(DirectoryConfigWriteHandler writes) {
        this.writes = writes;
    }

    @Override
    public ResourceType type() {
        return DirectoryTypes.OPENLDAP_CONFIG;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return current().map(resource -> Page.all(List.of(resource)));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return current();
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        return id.equals(type().name()) ? Mono.just(0L) : Mono.empty();
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        return writes.save(DirectoryKind.OPENLDAP, input.values()).map(DirectoryConfigHandler::resource);
    }

    private Mono<Resource> current() {
        return writes.current(DirectoryKind.OPENLDAP).map(DirectoryConfigHandler::resource);
    }

    private static Resource resource(DirectoryRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(row.fields());
        fields.put("name", row.provider());
        fields.put(DirectoryTypes.ENABLED, row.isEnabled());
        return new Resource(row.provider(), row.provider(), fields);
    }
}
