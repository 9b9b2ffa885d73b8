package io.drover.api.web;

import io.drover.api.request.FilterReader;
import io.drover.api.request.InputReader;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ActionSpec;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import io.drover.api.schema.TypeRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A type with its handler and everything that is read of its declaration once, before the first request. */
final class ServedType {
    private final ResourceHandler handler;
    private final ResourceType type;
    private final InputReader input;
    private final FilterReader filters;
    private final Map<String, InputReader> actionInputs = new HashMap<>();
    private final Map<String, Field> references = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    ServedType(ResourceHandler handler, TypeRegistry types) {
        this.handler = handler;
        this.type = handler.type();
        this.input = new InputReader(type.name(), type.fields(), types);
        this.filters = new FilterReader(type);
        type.actions().forEach(action -> readAction(action, types));
        type.collectionActions().forEach(action -> readAction(action, types));
        for (Field field : type.fields()) {
            if (field.readable() && FieldType.of(field.type()) == FieldType.REFERENCE) {
                references.put(FilterReader.linkOf(field).toLowerCase(Locale.ROOT), field);
            }
        }
        type.links().forEach(link -> links.put(link.toLowerCase(Locale.ROOT), link));
    }

    private void readAction(ActionSpec action, TypeRegistry types) {
        String what = action.input() == null ? type.name() + "." + action.name() : action.input();
        actionInputs.put(action.name(), new InputReader(what, action.inputFields(), types));
    }

    ResourceHandler handler() {
        return handler;
    }

    ResourceType type() {
        return type;
    }

    InputReader input() {
        return input;
    }

    InputReader inputOf(ActionSpec action) {
        return Objects.requireNonNull(actionInputs.get(action.name()), action.name());
    }

    FilterReader filters() {
        return filters;
    }

    /** The reference field behind a link, in any case. */
    Optional<Field> reference(String link) {
        return Optional.ofNullable(references.get(link.toLowerCase(Locale.ROOT)));
    }

    /** The declared name of a child link, in any case. */
    Optional<String> childLink(String link) {
        return Optional.ofNullable(links.get(link.toLowerCase(Locale.ROOT)));
    }

    /** The field of this type that refers to a parent type, for children created through the parent's link. */
    Optional<Field> referenceTo(ResourceType parent) {
        return type.fields().stream()
                .filter(field -> field.type().equals("reference[" + parent.name() + "]"))
                .findFirst();
    }
}
