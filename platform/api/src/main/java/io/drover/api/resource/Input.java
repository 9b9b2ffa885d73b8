package io.drover.api.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The validated body of a create, update or action request: only fields the caller may write, defaults applied, types checked
 * and converted (numbers are {@code Long}, references are numbers, dates {@code Instant}).
 */
public record Input(Map<String, @Nullable Object> values) {
    public Input {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public boolean has(String field) {
        return values.containsKey(field);
    }

    public @Nullable Object get(String field) {
        return values.get(field);
    }

    /** The text, or null if absent or null. */
    public @Nullable String text(String field) {
        Object value = values.get(field);
        return value == null ? null : value.toString();
    }

    public String text(String field, String otherwise) {
        String value = text(field);
        return value == null ? otherwise : value;
    }

    public long number(String field, long otherwise) {
        return values.get(field) instanceof Number number ? number.longValue() : otherwise;
    }

    public boolean flag(String field, boolean otherwise) {
        return values.get(field) instanceof Boolean flag ? flag : otherwise;
    }

    /** The map under the field, or an empty one. */
    @SuppressWarnings("unchecked") // validated as a map with text keys
    public Map<String, Object> map(String field) {
        return values.get(field) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // validated as a list
    public List<Object> list(String field) {
        return values.get(field) instanceof List<?> list ? (List<Object>) list : List.of();
    }
}
