package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.model.WireId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Embeds the resources behind one link ({@code include=}, spec: api contract, section 6): an array for a child link, one for a
 * reference. A handler that has put them there itself is not asked again. What the caller may not read is not embedded.
 */
final class IncludeHandler {
    private static final int AT_ONCE = 8;

    private final ServedTypes types;
    private final ChildrenHandler children;

    IncludeHandler(ServedTypes types) {
        this.types = types;
        this.children = new ChildrenHandler(types);
    }

    /** @param wanted a link's name in any case, as the request has it; unknown ones are ignored */
    Mono<Resource> embed(Caller caller, Resource resource, @Nullable String wanted) {
        Optional<ServedType> served = types.find(resource.type());
        String link = served.isEmpty() ? null : served.get().filters().include(wanted);
        return link == null ? Mono.just(resource) : embedOne(caller, served.get(), resource, link);
    }

    Mono<Page> embed(Caller caller, ServedType served, Page page, @Nullable String link) {
        return link == null
                ? Mono.just(page)
                : Flux.fromIterable(page.data())
                        .flatMapSequential(resource -> embedOne(caller, served, resource, link), AT_ONCE)
                        .collectList()
                        .map(data -> new Page(data, page.more()));
    }

    private Mono<Resource> embedOne(Caller caller, ServedType served, Resource resource, String link) {
        if (resource.fields().containsKey(link)) {
            return Mono.just(resource);
        }
        Optional<Field> reference = served.reference(link);
        if (reference.isPresent() && reference.get().isHiddenFrom(caller.role())) {
            return Mono.just(resource);
        }
        return reference.isPresent()
                ? embedReference(caller, resource, link, reference.get())
                : embedChildren(caller, served, resource, link);
    }

    private Mono<Resource> embedReference(Caller caller, Resource resource, String link, Field reference) {
        Object id = resource.fields().get(reference.name());
        var number = id == null ? java.util.OptionalLong.empty() : WireId.parse(id.toString());
        Optional<ServedType> target = types.find(FieldType.element(reference.type()));
        if (number.isEmpty() || target.isEmpty() || !mayRead(caller, target.get())) {
            return Mono.just(resource);
        }
        return target.get()
                .handler()
                .find(caller, number.getAsLong())
                .filter(found -> types.shows(caller, found))
                .map(found -> resource.with(link, found))
                .defaultIfEmpty(resource);
    }

    private Mono<Resource> embedChildren(Caller caller, ServedType served, Resource resource, String link) {
        var number = WireId.parse(resource.id());
        Optional<ServedType> child = types.find(link);
        if (number.isEmpty() || (child.isPresent() && !mayRead(caller, child.get()))) {
            return Mono.just(resource);
        }
        return children.of(caller, served, resource, number.getAsLong(), link, ListQuery.everything())
                .map(page -> resource.with(link, page.data()))
                // A link of the environment's that another service has: there is nothing to embed here.
                .onErrorResume(ApiException.NotFound.class, _ -> Mono.just(resource));
    }

    private static boolean mayRead(Caller caller, ServedType target) {
        return caller.rights().permit(target.type(), Verb.READ);
    }
}
