package io.drover.api.schema;

import java.util.List;

/**
 * Types that only appear inside others and have no collection, e.g. {@code launchConfig}: they have a schema, and values of
 * fields of their type are checked by it. Declared as a bean.
 */
public record EmbeddedTypes(List<ResourceType> types) {
    public EmbeddedTypes {
        types = List.copyOf(types);
    }

    /** A type with only fields. */
    public static ResourceType of(String name, List<Field> fields) {
        return new ResourceType(name, "", "", false, fields, List.of(), List.of(), java.util.Set.of(), Access.none());
    }
}
