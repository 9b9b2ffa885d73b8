package io.drover.cli.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several compose files as one, later ones over earlier ones, as Compose merges them:
 *
 * <ol>
 *   <li>Maps are merged key by key; a list of {@code KEY=value} meets a map as a map ({@code environment}, {@code labels}).
 *   <li>{@code command}, {@code entrypoint} and {@code healthcheck.test} are replaced.
 *   <li>{@code volumes} and {@code devices} are merged by their path in the container.
 *   <li>Other lists ({@code ports}, {@code dns}, ...) are joined, without repeating.
 *   <li>Everything else is replaced.
 * </ol>
 */
public final class ComposeMerge {
    private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");
    private static final Set<String> BY_CONTAINER_PATH = Set.of("volumes", "devices");
    private static final Set<String> ASSIGNMENTS =
            Set.of("environment", "labels", "args", "extra_hosts", "sysctls", "driver_opts");

    private ComposeMerge() {}

    /** @param files texts by file name, in order; at least one */
    public static String merge(Map<String, String> files) {
        if (files.size() == 1) {
            return files.values().iterator().next();
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        files.forEach((name, text) -> mergeInto(merged, YamlText.map(name, text)));
        return YamlText.write(merged);
    }

    private static void mergeInto(Map<String, Object> base, Map<String, Object> over) {
        over.forEach((key, value) -> {
            Object before = base.get(key);
            if (value == null) {
                base.putIfAbsent(key, null);
            } else {
                base.put(key, before == null ? value : merged(key, before, value));
            }
        });
    }

    private static Object merged(String key, Object before, Object over) {
        if (REPLACED.contains(key)) {
            return over;
        }
        boolean assignments = ASSIGNMENTS.contains(key) && isCollection(before) && isCollection(over);
        if (assignments || (before instanceof Map && over instanceof Map)) {
            Map<String, Object> result = asMap(before);
            mergeInto(result, asMap(over));
            return result;
        }
        if (before instanceof List<?> first && over instanceof List<?> second) {
            return BY_CONTAINER_PATH.contains(key) ? byContainerPath(first, second) : joined(first, second);
        }
        return over;
    }

    private static boolean isCollection(Object value) {
        return value instanceof Map || value instanceof List;
    }

    private static Map<String, Object> asMap(Object value) {
        if (value instanceof Map<?, ?> map) {
            return YamlText.stringKeys(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                String text = String.valueOf(element);
                int equals = text.indexOf('=');
                int split = equals >= 0 ? equals : text.indexOf(':');
                map.put(split < 0 ? text : text.substring(0, split), split < 0 ? null : text.substring(split + 1));
            }
        }
        return map;
    }

    private static List<Object> joined(List<?> first, List<?> second) {
        Set<Object> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }

    private static List<Object> byContainerPath(List<?> first, List<?> second) {
        Map<String, Object> byPath = new LinkedHashMap<>();
        first.forEach(element -> byPath.put(containerPath(element), element));
        second.forEach(element -> byPath.put(containerPath(element), element));
        return new ArrayList<>(byPath.values());
    }

    /** Of {@code source:target:mode}, {@code target}; of the long form, its {@code target}. */
    private static String containerPath(Object element) {
        if (element instanceof Map<?, ?> map) {
            return String.valueOf(map.get("target"));
        }
        String text = String.valueOf(element);
        int first = text.indexOf(':');
        if (first < 0) {
            return text;
        }
        int second = text.indexOf(':', first + 1);
        return second < 0 ? text.substring(first + 1) : text.substring(first + 1, second);
    }
}
