package io.drover.api.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource before it is rendered: links, actions, dates' {@code TS} twins and hidden fields are the renderer's work.
 *
 * @param type name of its type
 * @param id public id
 * @param fields by name; {@code Instant}s are dates, references are public ids, null is shown as null; fields of the type that
 *     are missing here are rendered as null
 */
public record Resource(String type, String id, Map<String, @Nullable Object> fields) {
    /** Spelled out: a compact constructor's class file loses the nullness of the map's values. */
    public Resource(String type, String id, Map<String, @Nullable Object> fields) {
        this.type = type;
        this.id = id;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The wire state, or the empty text for types without one. */
    public String state() {
        return fields.get("state") instanceof String state ? state : "";
    }

    public Resource with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Resource(type, id, more);
    }
}
