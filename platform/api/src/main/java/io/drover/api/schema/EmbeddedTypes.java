package io.drover.api.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * Types that only appear inside others and have no collection. They stand in the schemas and their fields are hidden from
 * roles as declared. Declared as a bean.
 *
 * @param checked values of fields of these types are checked by them
 * @param described values of fields of these types are handed on as they came: their handler checks them itself
 */
public record EmbeddedTypes(List<ResourceType> checked, List<ResourceType> described) {
    public EmbeddedTypes {
        checked = List.copyOf(checked);
        described = List.copyOf(described);
    }

    public static EmbeddedTypes checked(List<ResourceType> types) {
        return new EmbeddedTypes(types, List.of());
    }

    public static EmbeddedTypes described(List<ResourceType> types) {
        return new EmbeddedTypes(List.of(), types);
    }

    /** These and those. */
    public EmbeddedTypes and(EmbeddedTypes others) {
        return new EmbeddedTypes(
                Stream.concat(checked.stream(), others.checked.stream()).toList(),
                Stream.concat(described.stream(), others.described.stream()).toList());
    }

    /** A type with only fields. */
    public static ResourceType of(String name, List<Field> fields) {
        return new ResourceType(name, "", "", false, fields, List.of(), List.of(), java.util.Set.of(), Access.none());
    }
}
