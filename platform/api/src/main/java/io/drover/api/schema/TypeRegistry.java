package io.drover.api.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The types a service serves, and those that only appear inside them, found by singular or plural name in any case; a parent
 * type's name finds its first child.
 */
public final class TypeRegistry {
    private final Map<String, ResourceType> byWord = new LinkedHashMap<>();
    private final List<ResourceType> types;

    /** @throws IllegalArgumentException two types share a name */
    public TypeRegistry(Collection<ResourceType> types) {
        this.types = List.copyOf(types);
        for (ResourceType type : types) {
            if (byWord.put(type.name().toLowerCase(Locale.ROOT), type) != null) {
                throw new IllegalArgumentException("two types are named '" + type.name() + "'");
            }
        }
        types.forEach(type -> byWord.putIfAbsent(type.plural(), type));
        for (ResourceType type : types) {
            if (!type.baseType().isEmpty()) {
                byWord.putIfAbsent(type.baseType().toLowerCase(Locale.ROOT), type);
                byWord.putIfAbsent(ResourceType.pluralOf(type.baseType()).toLowerCase(Locale.ROOT), type);
            }
        }
    }

    public Optional<ResourceType> find(String word) {
        return Optional.ofNullable(byWord.get(word.toLowerCase(Locale.ROOT)));
    }

    /** In the order in which they were given. */
    public List<ResourceType> all() {
        return types;
    }
}
