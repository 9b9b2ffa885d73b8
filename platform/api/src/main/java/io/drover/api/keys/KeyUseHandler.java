package io.drover.api.keys;

import static io.drover.api.schema.Field.of;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.MemoryList;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.Access;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.model.Role;
import io.drover.runtime.secret.KeyUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The keys of a service, for administrators: how far the replacement of one has come ({@code values} of those that are not
 * {@code current} fall to 0) and when an old one may be taken away. Counted when asked.
 */
public final class KeyUseHandler implements ResourceHandler {
    private final ResourceType type;
    private final Uses uses;

    /** Where the numbers come from. */
    @FunctionalInterface
    public interface Uses {
        /** Every key that is known or in use, oldest first. */
        Flux<KeyUse> count();
    }

    /** @param name of the type: each service has one of its own */
    public KeyUseHandler(String name, Uses uses) {
        this.type = new ResourceType(
                name,
                "k",
                "",
                false,
                List.of(
                        of("backend", "string"),
                        of("generation", "string"),
                        of("current", "boolean").describedAs("seals new values"),
                        of("values", "int").describedAs("stored values that only this key opens")),
                List.of(),
                List.of(),
                Set.of(),
                Access.none().allow("r", Role.ADMIN));
        this.uses = uses;
    }

    @Override
    public ResourceType type() {
        return type;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return all().map(resources -> MemoryList.of(query, resources));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return all().flatMapIterable(resources -> resources)
                .filter(resource -> resource.id().equals(type.publicId(id)))
                .next();
    }

    private Mono<List<Resource>> all() {
        return uses.count()
                .collectList()
                .map(counted -> IntStream.range(0, counted.size())
                        .mapToObj(index -> resource(index + 1, counted.get(index)))
                        .toList());
    }

    private Resource resource(int number, KeyUse use) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backend", use.backend());
        fields.put("generation", use.generation());
        fields.put("current", use.isCurrent());
        fields.put("values", use.values());
        return new Resource(type.name(), type.publicId(number), fields);
    }
}
