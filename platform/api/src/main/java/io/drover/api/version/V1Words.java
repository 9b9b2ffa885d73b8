package io.drover.api.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of version 1, in which a stack is an {@code environment} (spec: api contract, section 1). A request is translated
 * before anything looks at it and an answer after everything else has, so that between them there is one vocabulary, and the
 * schemas of version 1 follow from the declared types too.
 *
 * <p>Only words at known places are exchanged: types, the names of fields and links, the paths of addresses. What people wrote
 * (labels, variables, compose files) is left alone. A field is found under both of its names in a request.
 */
public final class V1Words {
    private static final String VERSION = "/v1";
    private static final Map<String, String> TO_V1 = Map.of(
            "stack", "environment",
            "stacks", "environments",
            "stackId", "environmentId",
            "stackUpgrade", "environmentUpgrade",
            "stackUpgrades", "environmentUpgrades",
            "reference[stack]", "reference[environment]",
            "array[reference[stack]]", "array[reference[environment]]");
    private static final Map<String, String> FROM_V1 = Map.of(
            "environment", "stack",
            "environments", "stacks",
            "environmentId", "stackId",
            "environmentupgrade", "stackUpgrade",
            "environmentupgrades", "stackUpgrades");
    private static final List<String> ADDRESS_MAPS = List.of("links", "actions", "createTypes", "sortLinks");
    private static final List<String> NAME_KEYED =
            List.of("filters", "createDefaults", "resourceFields", "collectionFilters");

    private V1Words() {}

    /** @param base absolute base of generated links, e.g. {@code http://host:8080/v1/projects/1a5} */
    public static boolean isSpokenAt(String base) {
        int path = base.indexOf('/', base.indexOf("://") + 3);
        return path >= 0
                && (base.startsWith(VERSION + "/", path) || base.substring(path).equals(VERSION));
    }

    /** A type or a link as it stands in a path of version 1, as it is called here. */
    public static String typeOf(String word) {
        String known = FROM_V1.get(word.toLowerCase(Locale.ROOT));
        return known == null ? word : known;
    }

    /** The parameters of a request of version 1: filters, sort and include by their names here. */
    public static Map<String, List<String>> query(Map<String, List<String>> given) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        given.forEach((name, values) -> {
            boolean namesAField = name.equals("sort") || name.equals("include");
            query.put(parameter(name), namesAField ? translated(values) : values);
        });
        return query;
    }

    private static String parameter(String name) {
        boolean isReference = name.equals("environmentId") || name.startsWith("environmentId_");
        return isReference ? "stackId" + name.substring("environmentId".length()) : name;
    }

    private static List<String> translated(List<String> values) {
        return values.stream()
                .map(value -> value == null ? "" : typeOf(value).equals(value) ? field(value) : typeOf(value))
                .toList();
    }

    private static String field(String name) {
        return FROM_V1.getOrDefault(name, name);
    }

    /** The body of a request of version 1; the map of a stack's variables is called {@code environment} in both. */
    public static Map<String, @Nullable Object> body(Map<String, @Nullable Object> given) {
        if (!given.containsKey("environmentId") || given.containsKey("stackId")) {
            return given;
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>(given);
        body.put("stackId", body.remove("environmentId"));
        return body;
    }

    /**
     * A resource, collection, schema or index, in the words of version 1. What is inside it under {@code data} or a link's name
     * must have been translated before.
     */
    public static Map<String, @Nullable Object> answer(Map<String, @Nullable Object> given) {
        boolean isSchema = "schema".equals(given.get("type"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        given.forEach((name, value) ->
                answer.put(isEmbedded(value) ? String.valueOf(word(name)) : key(name), value(name, value, isSchema)));
        return answer;
    }

    private static String key(String name) {
        return name.equals("stackId") ? "environmentId" : name;
    }

    /** Resources that {@code include} put under a link's name. */
    private static boolean isEmbedded(@Nullable Object value) {
        Object first = value instanceof List<?> list && !list.isEmpty() ? list.getFirst() : value;
        return first instanceof Map<?, ?> map && map.containsKey("type") && map.containsKey("links");
    }

    private static @Nullable Object value(String name, @Nullable Object value, boolean isSchema) {
        if (ADDRESS_MAPS.contains(name)) {
            return addresses(map(value));
        }
        if (NAME_KEYED.contains(name)) {
            return renamed(map(value), name.equals("resourceFields"));
        }
        return switch (name) {
            case "type", "baseType", "resourceType" -> word(value);
            case "id", "pluralName" -> isSchema ? word(value) : value;
            case "resourceActions", "collectionActions" -> actions(map(value));
            case "includeableLinks" ->
                value instanceof List<?> links
                        ? links.stream().map(V1Words::word).toList()
                        : value;
            case "pagination" -> value == null ? null : pages(map(value));
            case "sort" -> value == null ? null : sort(map(value));
            default -> value;
        };
    }

    private static @Nullable Object word(@Nullable Object value) {
        return value instanceof String text ? TO_V1.getOrDefault(text, text) : value;
    }

    private static Map<String, @Nullable Object> addresses(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> links = new LinkedHashMap<>();
        given.forEach((name, value) -> links.put(String.valueOf(word(name)), address(value)));
        return links;
    }

    private static Map<String, @Nullable Object> pages(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> pages = new LinkedHashMap<>();
        given.forEach((name, value) -> pages.put(name, address(value)));
        return pages;
    }

    private static Map<String, @Nullable Object> sort(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> sort = pages(given);
        sort.put("name", word(given.get("name")));
        return sort;
    }

    private static Map<String, @Nullable Object> renamed(Map<String, @Nullable Object> given, boolean areFields) {
        Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
        given.forEach((name, value) -> renamed.put(key(name), areFields ? typed(map(value)) : value));
        return renamed;
    }

    private static Map<String, @Nullable Object> typed(Map<String, @Nullable Object> field) {
        Map<String, @Nullable Object> typed = new LinkedHashMap<>(field);
        typed.computeIfPresent("type", (name, type) -> word(type));
        return typed;
    }

    private static Map<String, @Nullable Object> actions(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> actions = new LinkedHashMap<>();
        given.forEach((name, shape) -> {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(map(shape));
            copy.computeIfPresent("input", (key, type) -> word(type));
            copy.computeIfPresent("output", (key, type) -> word(type));
            actions.put(name, copy);
        });
        return actions;
    }

    /** The words of the path; neither the server's name nor the query is touched. */
    private static @Nullable Object address(@Nullable Object value) {
        if (!(value instanceof String url) || !url.contains("/stack")) {
            return value;
        }
        int path = url.indexOf('/', url.indexOf("://") + 3);
        int query = url.indexOf('?');
        int end = query < 0 ? url.length() : query;
        if (path < 0 || path > end) {
            return value;
        }
        List<String> segments = new ArrayList<>();
        for (String segment : url.substring(path, end).split("/", -1)) {
            segments.add(TO_V1.getOrDefault(segment, segment));
        }
        return url.substring(0, path) + String.join("/", segments) + url.substring(end);
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are text
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
