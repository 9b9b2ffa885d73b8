package io.drover.scheduler.api;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A type of which an environment has none. It is there because the reference's command line looks a name up in one type after
 * the other ({@code rm} and {@code inspect} in volumes, {@code wait} in machines) and gives up at the first that the schemas
 * do not have (spec: identity sheet, 8.2).
 */
public final class NothingYetHandler implements ResourceHandler {
    private final ResourceType type;

    public NothingYetHandler(ResourceType type) {
        this.type = type;
    }

    @Override
    public ResourceType type() {
        return type;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return Mono.just(Page.all(List.of()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return Mono.empty();
    }
}
