package io.drover.api.render;

import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema of schemas, which everybody reads. The reference's command line finds the address of all schemas in its link
 * {@code collection} and goes no further without it; besides it asks for {@code schemas/schemas}, which is this one by its
 * plural (spec: identity sheet, 8).
 */
final class SchemaOfSchemas {
    static final String NAME = "schema";
    static final String PATH = "/schemas";
    static final Map<String, @Nullable Object> BODY = body();

    private SchemaOfSchemas() {}

    private static Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("actions", Map.of());
        body.put("pluralName", ResourceType.pluralOf(NAME));
        body.put("resourceMethods", List.of("GET"));
        body.put("resourceFields", fields());
        body.put("resourceActions", Map.of());
        body.put("collectionMethods", List.of("GET"));
        body.put("collectionActions", Map.of());
        body.put("collectionFields", Map.of());
        body.put("collectionFilters", Map.of());
        body.put("includeableLinks", List.of());
        body.put("description", "What a type is: its fields, methods, filters and actions");
        return Collections.unmodifiableMap(body);
    }

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        for (Field field : List.of(
                Field.of("pluralName", "string"),
                Field.of("resourceMethods", "array[string]"),
                Field.of("resourceFields", "map[json]"),
                Field.of("resourceActions", "map[json]"),
                Field.of("collectionMethods", "array[string]"),
                Field.of("collectionActions", "map[json]"),
                Field.of("collectionFields", "map[json]"),
                Field.of("collectionFilters", "map[json]"),
                Field.of("includeableLinks", "array[string]"))) {
            fields.put(field.name(), FieldSchema.of(field, false, false));
        }
        return fields;
    }
}
