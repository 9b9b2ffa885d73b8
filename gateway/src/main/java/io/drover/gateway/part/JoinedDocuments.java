package io.drover.gateway.part;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins the documents of several services: links and schemas by name; the first one that has a name wins. Pure. */
final class JoinedDocuments {
    private JoinedDocuments() {}

    static Map<String, @Nullable Object> index(List<Map<String, @Nullable Object>> documents) {
        Map<String, @Nullable Object> links = new TreeMap<>();
        documents.forEach(document -> map(document.get("links")).forEach(links::putIfAbsent));
        return withReplaced(documents, "links", links);
    }

    static Map<String, @Nullable Object> collection(List<Map<String, @Nullable Object>> documents) {
        return withReplaced(documents, "data", data(documents));
    }

    /** What is in the collections, by id. */
    static List<Map<String, @Nullable Object>> data(List<Map<String, @Nullable Object>> documents) {
        Map<String, Map<String, @Nullable Object>> byId = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map<String, @Nullable Object> document : documents) {
            if (document.get("data") instanceof List<?> data) {
                data.forEach(item -> byId.putIfAbsent(String.valueOf(map(item).get("id")), map(item)));
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static Map<String, @Nullable Object> withReplaced(
            List<Map<String, @Nullable Object>> documents, String field, Object value) {
        Map<String, @Nullable Object> joined =
                new LinkedHashMap<>(documents.isEmpty() ? Map.of() : documents.getFirst());
        joined.put(field, value);
        return joined;
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are text
    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
