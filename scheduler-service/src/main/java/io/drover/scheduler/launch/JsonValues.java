package io.drover.scheduler.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Free JSON data of users, copied so that nobody can change it afterwards. */
final class JsonValues {
    private JsonValues() {}

    /** A deep copy that cannot be changed; nulls inside lists and inner objects stay. */
    static Object frozen(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, entry) -> copy.put(String.valueOf(key), entry == null ? null : frozen(entry)));
                yield Collections.unmodifiableMap(copy);
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(entry -> copy.add(entry == null ? null : frozen(entry)));
                yield Collections.unmodifiableList(copy);
            }
            default -> value;
        };
    }

    /** The entries of an object that have a value. */
    static Map<String, Object> frozenEntries(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, entry) -> {
            if (entry != null) {
                copy.put(String.valueOf(key), frozen(entry));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    /** About how many characters the value takes as JSON; enough to hold a limit. */
    static long size(@Nullable Object value) {
        return switch (value) {
            case null -> 4;
            case Map<?, ?> map -> {
                long sum = 2;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    sum += String.valueOf(entry.getKey()).length() + 4 + size(entry.getValue());
                }
                yield sum;
            }
            case List<?> list -> {
                long sum = 2;
                for (Object entry : list) {
                    sum += size(entry) + 1;
                }
                yield sum;
            }
            case String text -> text.length() + 2L;
            default -> value.toString().length();
        };
    }
}
