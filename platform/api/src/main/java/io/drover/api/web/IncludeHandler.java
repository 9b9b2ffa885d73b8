package io.drover.api.web;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.Verb;
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

    IncludeHandler(ServedTypes types) {
        this.types = types;
    }

    Mono<Resource> embed(ApiCall call, Resource resource) {
        Optional<ServedType> served = types.find(resource.type());
        String link = served.isEmpty()
                ? null
                : served.get().filters().read(call.query()).include();
        return link == null ? Mono.just(resource) : embedOne(call, served.get(), resource, link);
    }

    Mono<Page> embed(ApiCall call, ServedType served, Page page, @Nullable String link) {
        return link == null
                ? Mono.just(page)
                : Flux.fromIterable(page.data())
                        .flatMapSequential(resource -> embedOne(call, served, resource, link), AT_ONCE)
                        .collectList()
                        .map(data -> new Page(data, page.more()));
    }

    private Mono<Resource> embedOne(ApiCall call, ServedType served, Resource resource, String link) {
        if (resource.fields().containsKey(link)) {
            return Mono.just(resource);
        }
        Optional<Field> reference = served.reference(link);
        return reference.isPresent()
                ? embedReference(call, resource, link, reference.get())
                : embedChildren(call, served, resource, link);
    }

    private Mono<Resource> embedReference(ApiCall call, Resource resource, String link, Field reference) {
        Object id = resource.fields().get(reference.name());
        var number = id == null ? java.util.OptionalLong.empty() : WireId.parse(id.toString());
        Optional<ServedType> target = types.find(FieldType.element(reference.type()));
        if (number.isEmpty() || target.isEmpty() || !mayRead(call, target.get())) {
            return Mono.just(resource);
        }
        return target.get()
                .handler()
                .find(call.caller(), number.getAsLong())
                .filter(found -> types.shows(call.caller(), found))
                .map(found -> resource.with(link, found))
                .defaultIfEmpty(resource);
    }

    private Mono<Resource> embedChildren(ApiCall call, ServedType served, Resource resource, String link) {
        var number = WireId.parse(resource.id());
        Optional<ServedType> child = types.find(link);
        if (number.isEmpty() || (child.isPresent() && !mayRead(call, child.get()))) {
            return Mono.just(resource);
        }
        return served.handler()
                .follow(call.caller(), number.getAsLong(), link, ListQuery.everything())
                .map(page -> resource.with(
                        link,
                        page.data().stream()
                                .filter(found -> types.shows(call.caller(), found))
                                .toList()));
    }

    private static boolean mayRead(ApiCall call, ServedType target) {
        return call.caller().rights().permit(target.type(), Verb.READ);
    }
}
