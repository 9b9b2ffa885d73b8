package io.drover.api.web;

import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.schema.Field;
import io.drover.api.security.Caller;
import io.drover.model.WireId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is behind a child link. A link that is named like a type to which the resource refers by a field ({@code hosts} of a
 * container, which has a {@code hostId}) is the list of that one; all others are answered by the type's handler. What is in stacks
 * that the caller may not see is taken out.
 */
final class ChildrenHandler {
    private final ServedTypes types;

    ChildrenHandler(ServedTypes types) {
        this.types = types;
    }

    /** @param number the parent's, which is not in its id when that is a name */
    Mono<Page> of(Caller caller, ServedType served, Resource parent, long number, String link, ListQuery query) {
        Optional<ServedType> child = types.find(link);
        Optional<Field> only = child.flatMap(one -> served.referenceTo(one.type()));
        Mono<Page> page = only.isPresent()
                ? onlyOne(
                        caller,
                        child.orElseThrow(),
                        parent.fields().get(only.get().name()))
                : served.handler().follow(caller, number, link, query);
        return page.map(found -> shown(caller, found));
    }

    private static Mono<Page> onlyOne(Caller caller, ServedType child, @Nullable Object id) {
        var number = id == null ? OptionalLong.empty() : WireId.parse(id.toString());
        return number.isEmpty()
                ? Mono.just(Page.all(List.of()))
                : child.handler()
                        .find(caller, number.getAsLong())
                        .map(found -> Page.all(List.of(found)))
                        .defaultIfEmpty(Page.all(List.of()));
    }

    /** A child collection is whole, so what is in other stacks can be taken out of it. */
    private Page shown(Caller caller, Page page) {
        return page.isDocument()
                ? page
                : Page.all(page.data().stream()
                        .filter(resource -> types.shows(caller, resource))
                        .toList());
    }
}
