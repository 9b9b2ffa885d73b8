package io.drover.api.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema document as the API answers it (spec: api contract, section 8), read.
 *
 * @param document the JSON object
 */
record SchemaView(Map<String, @Nullable Object> document) {
    String name() {
        return String.valueOf(document.get("id"));
    }

    String pluralName() {
        return String.valueOf(document.get("pluralName"));
    }

    /** Empty: nobody said. */
    String description() {
        return text(document, "description");
    }

    boolean collection(String method) {
        return list("collectionMethods").contains(method);
    }

    boolean resource(String method) {
        return list("resourceMethods").contains(method);
    }

    /** It has an address of its own, and is not only found inside others. */
    boolean isServed() {
        return !list("collectionMethods").isEmpty() || !list("resourceMethods").isEmpty();
    }

    Map<String, @Nullable Object> fields() {
        return map("resourceFields");
    }

    Map<String, @Nullable Object> actions() {
        return map("resourceActions");
    }

    Map<String, @Nullable Object> collectionActions() {
        return map("collectionActions");
    }

    /** Field to its modifiers. */
    Map<String, @Nullable Object> filters() {
        return map("collectionFilters");
    }

    List<String> includeableLinks() {
        return list("includeableLinks");
    }

    List<String> list(String key) {
        return document.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Map<String, @Nullable Object> map(String key) {
        return map(document.get(key));
    }

    static String text(Map<String, @Nullable Object> object, String key) {
        Object value = object.get(key);
        return value == null ? "" : value.toString();
    }

    static Map<String, @Nullable Object> map(@Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        }
        return copy;
    }
}
