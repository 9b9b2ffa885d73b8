package io.drover.api.web;

import io.drover.api.ApiException;
import io.drover.api.render.ActionOffer;
import io.drover.api.render.CollectionRenderer;
import io.drover.api.render.Renderers;
import io.drover.api.render.SchemaDocuments;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.resource.StackBounds;
import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.TypeNames;
import io.drover.api.schema.TypeRegistry;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.Policy;
import io.drover.api.security.Rights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of a service's API, made once from its handlers. */
final class ServedTypes {
    private final TypeRegistry types;
    private final Map<String, ServedType> byName = new HashMap<>();
    private final Renderers renderers;
    private final CollectionRenderer collections;
    private final SchemaDocuments schemas;
    private final TypeNames names;

    ServedTypes(List<ResourceHandler> handlers, EmbeddedTypes embedded) {
        List<ResourceType> served = handlers.stream().map(ResourceHandler::type).toList();
        List<ResourceType> known = new ArrayList<>(served);
        known.addAll(embedded.checked());
        this.types = new TypeRegistry(known);
        List<ResourceType> inside = new ArrayList<>(embedded.checked());
        inside.addAll(embedded.described());
        Map<ResourceType, ActionOffer> offers = new LinkedHashMap<>();
        handlers.forEach(handler -> offers.put(
                handler.type(),
                (caller, resource, action) ->
                        handler.allows(caller.rights(), action) && handler.offers(caller, resource, action)));
        handlers.forEach(handler -> byName.put(handler.type().name(), new ServedType(handler, types)));
        this.renderers = new Renderers(offers, inside);
        this.collections = new CollectionRenderer(renderers);
        this.schemas = new SchemaDocuments(served, inside, this::allows);
        this.names = names(Stream.concat(served.stream(), inside.stream()));
    }

    private static TypeNames names(Stream<ResourceType> types) {
        return new TypeNames(types.filter(type -> !type.access().verbs().isEmpty())
                .map(ResourceType::name)
                .sorted()
                .toList());
    }

    private boolean allows(ResourceType type, Rights rights, String action) {
        ServedType served = byName.get(type.name());
        return served == null || served.handler().allows(rights, action);
    }

    Renderers renderers() {
        return renderers;
    }

    CollectionRenderer collections() {
        return collections;
    }

    SchemaDocuments schemas() {
        return schemas;
    }

    /** Of the types with a policy row; those that only appear inside others have none. */
    TypeNames names() {
        return names;
    }

    List<ResourceType> all() {
        return byName.values().stream().map(ServedType::type).toList();
    }

    Optional<ServedType> find(String word) {
        return types.find(word).flatMap(type -> Optional.ofNullable(byName.get(type.name())));
    }

    /** Whether the caller may read it where it is; what is of no served type is shown with what it is part of. */
    boolean shows(Caller caller, Resource resource) {
        return find(resource.type())
                .map(served -> StackBounds.permits(caller, served.type(), Verb.READ, resource))
                .orElse(true);
    }

    /**
     * The type, if the caller may do that with it.
     *
     * @param word as it stood in the path
     * @throws ApiException the refusal
     */
    ServedType require(Caller caller, String word, Verb verb) {
        ServedType served = find(word).orElseThrow(() -> new ApiException.NotFound("there is no type '" + word + "'"));
        Policy.require(caller, served.type(), verb);
        return served;
    }
}
