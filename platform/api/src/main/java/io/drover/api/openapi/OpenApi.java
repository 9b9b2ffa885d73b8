package io.drover.api.openapi;

import static io.drover.api.openapi.JsonSchemas.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The whole document. */
public final class OpenApi {
    private static final String INTRODUCTION = """
            Everything is a resource of a type. A list has pages, filters and an order; a resource has links to what it is connected
            with, and actions that can be run now: both are addresses, so a client need not build any. This document shows what the
            role of the caller may do. Fields that a body does not have stay as they are; unknown ones are refused with 422.""";

    private OpenApi() {}

    /**
     * @param schemas documents of the type {@code schema}, as the caller gets them
     * @param base absolute base of the API's addresses: with the environment if the caller asks inside one
     */
    public static Map<String, @Nullable Object> of(List<Map<String, @Nullable Object>> schemas, String base) {
        List<SchemaView> types = schemas.stream().map(SchemaView::new).toList();
        JsonSchemas json = new JsonSchemas(types.stream().map(SchemaView::name).collect(Collectors.toSet()));
        Map<String, @Nullable Object> paths = new TreeMap<>();
        Map<String, @Nullable Object> components = new TreeMap<>();
        types.forEach(type -> {
            new Operations(type).addTo(paths);
            addComponents(components, type, json);
        });
        components.put("error", Components.error());
        components.put("pagination", Components.pagination());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Drover", "version", "v2-beta", "description", INTRODUCTION));
        document.put("servers", List.of(Map.of("url", base)));
        document.put("security", List.of(Map.of("basic", List.of()), Map.of("bearer", List.of())));
        document.put("tags", tags(types));
        document.put("paths", paths);
        document.put("components", Components.around(components));
        return document;
    }

    private static void addComponents(Map<String, @Nullable Object> components, SchemaView type, JsonSchemas json) {
        components.put(type.name(), json.resource(type));
        if (type.collection("POST") || !type.isServed()) {
            components.put(type.name() + "Create", json.input(type, "create"));
        }
        if (type.resource("PUT")) {
            components.put(type.name() + "Update", json.input(type, "update"));
        }
        if (type.collection("GET")) {
            components.put(type.name() + "Collection", collection(type));
        }
    }

    private static Map<String, @Nullable Object> collection(SchemaView type) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("type", Map.of("type", "string", "const", "collection"));
        properties.put("resourceType", Map.of("type", "string"));
        properties.put("data", Map.of("type", "array", "items", reference(type.name())));
        properties.put("pagination", Map.of("anyOf", List.of(reference("pagination"), Map.of("type", "null"))));
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    private static List<Map<String, String>> tags(List<SchemaView> types) {
        return types.stream()
                .filter(SchemaView::isServed)
                .map(type -> type.description().isEmpty()
                        ? Map.of("name", type.name())
                        : Map.of("name", type.name(), "description", type.description()))
                .toList();
    }
}
