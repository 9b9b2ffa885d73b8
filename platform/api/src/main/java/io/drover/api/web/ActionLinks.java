package io.drover.api.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For browsers' programs that send {@code X-API-Action-Links}: {@code actions} is called {@code actionLinks}, because a resource
 * may have a field of that name. Whatever the header says, it is wanted.
 */
public final class ActionLinks {
    public static final String HEADER = "X-API-Action-Links";

    private static final String USUAL = "actions";
    private static final String WANTED = "actionLinks";

    private ActionLinks() {}

    /** @param document a finished resource or collection; embedded ones and a collection's members are renamed with it */
    public static Map<String, @Nullable Object> renamed(Map<String, ? extends @Nullable Object> document) {
        Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
        document.forEach((name, value) -> renamed.put(name.equals(USUAL) ? WANTED : name, inside(value)));
        return renamed;
    }

    private static @Nullable Object inside(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ActionLinks::inside).toList();
        }
        return value instanceof Map<?, ?> map && isResource(map) ? renamed(named(map)) : value;
    }

    /** What people wrote is left as it is. */
    private static boolean isResource(Map<?, ?> map) {
        return map.get(USUAL) instanceof Map && map.get("links") instanceof Map && map.get("type") instanceof String;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
