package io.drover.api.openapi;

import io.drover.api.schema.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the contract's fields to JSON Schema: a type's resource as it is answered, and what may be sent to create and to change
 * one. Limits become limits, references and dates say what they are; a date has its {@code TS} twin.
 */
final class JsonSchemas {
    private static final List<String> NUMBER_LIMITS = List.of("min", "minimum", "max", "maximum");
    private static final List<String> TEXT_LIMITS =
            List.of("minLength", "minLength", "maxLength", "maxLength", "options", "enum");
    /** Of every resource, before its fields. */
    private static final Set<String> OF_ALL = Set.of("id", "type", "baseType", "links", "actions");

    private final Set<String> known;

    /** @param known names of the schemas there are; a field of another type is an object of any kind */
    JsonSchemas(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    static Map<String, Object> reference(String component) {
        return Map.of("$ref", "#/components/schemas/" + component);
    }

    /** What is answered. */
    Map<String, @Nullable Object> resource(SchemaView schema) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        if (schema.isServed()) {
            properties.put("id", Map.of("type", List.of("string", "null"), "readOnly", true));
            properties.put("type", Map.of("type", "string", "const", schema.name(), "readOnly", true));
            properties.put("baseType", Map.of("type", "string", "readOnly", true));
            properties.put("links", addresses("what the resource is connected with, by name"));
            properties.put("actions", addresses("what can be done with it now, by the action's name"));
        }
        schema.fields().forEach((name, value) -> {
            if (!OF_ALL.contains(name)) {
                addField(properties, name, SchemaView.map(value));
            }
        });
        return object(schema.description(), properties, List.of());
    }

    private void addField(Map<String, @Nullable Object> properties, String name, Map<String, @Nullable Object> field) {
        boolean isWritten = isTrue(field, "create") || isTrue(field, "update");
        Map<String, @Nullable Object> property = new LinkedHashMap<>(property(field));
        if (!isWritten) {
            property.put("readOnly", true);
        } else if ("password".equals(field.get("type")) && !isTrue(field, "readOnCreateOnly")) {
            property.put("writeOnly", true);
        }
        properties.put(name, property);
        if ("date".equals(field.get("type"))) {
            properties.put(
                    name + "TS",
                    described(
                            "the same in milliseconds since 1970",
                            Map.of("type", List.of("integer", "null"), "format", "int64", "readOnly", true)));
        }
    }

    /**
     * What may be sent; nothing is said of what would be dropped.
     *
     * @param flag {@code create} or {@code update}
     */
    Map<String, @Nullable Object> input(SchemaView schema, String flag) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        schema.fields().forEach((name, value) -> {
            Map<String, @Nullable Object> field = SchemaView.map(value);
            if (isTrue(field, flag)) {
                properties.put(name, property(field));
                if (flag.equals("create") && isTrue(field, "required")) {
                    required.add(name);
                }
            }
        });
        return object("", properties, required);
    }

    private static Map<String, @Nullable Object> object(
            String description, Map<String, @Nullable Object> properties, List<String> required) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        if (!description.isEmpty()) {
            object.put("description", description);
        }
        if (!properties.isEmpty()) {
            object.put("properties", properties);
        }
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private Map<String, @Nullable Object> property(Map<String, @Nullable Object> field) {
        Map<String, @Nullable Object> property = new LinkedHashMap<>(typed(SchemaView.text(field, "type")));
        limit(property, field, NUMBER_LIMITS);
        limit(items(property), field, TEXT_LIMITS);
        Object validChars = field.get("validChars");
        if (validChars != null) {
            items(property).put("pattern", "^[" + validChars + "]*$");
        }
        if (isTrue(field, "nullable")) {
            property = nullable(property);
        }
        String description = SchemaView.text(field, "description");
        if (!description.isEmpty()) {
            property.put("description", description);
        }
        if (field.get("default") != null) {
            property.put("default", field.get("default"));
        }
        return property;
    }

    private static void limit(
            Map<String, @Nullable Object> property, Map<String, @Nullable Object> field, List<String> pairs) {
        for (int i = 0; i < pairs.size(); i += 2) {
            Object value = field.get(pairs.get(i));
            if (value != null) {
                property.put(pairs.get(i + 1), value);
            }
        }
    }

    /** Limits of texts hold for each item of a list. */
    @SuppressWarnings("unchecked") // made here
    private static Map<String, @Nullable Object> items(Map<String, @Nullable Object> property) {
        return property.get("items") instanceof Map<?, ?> items ? (Map<String, @Nullable Object>) items : property;
    }

    private static Map<String, @Nullable Object> nullable(Map<String, @Nullable Object> property) {
        Map<String, @Nullable Object> nullable = new LinkedHashMap<>(property);
        if (property.get("type") instanceof String type) {
            nullable.put("type", List.of(type, "null"));
            if (property.get("enum") instanceof List<?> options) {
                List<@Nullable Object> withNull = new ArrayList<>(options);
                withNull.add(null);
                nullable.put("enum", withNull);
            }
        } else if (property.containsKey("$ref")) {
            nullable.clear();
            nullable.put("anyOf", List.of(property, Map.of("type", "null")));
        }
        return nullable;
    }

    private Map<String, @Nullable Object> typed(String type) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        String element = FieldType.element(type);
        switch (FieldType.of(type)) {
            case TEXT, ENUM -> {
                schema.put("type", "string");
                if (type.equals("password")) {
                    schema.put("format", "password");
                }
            }
            case INT -> putType(schema, "integer", "int64");
            case FLOAT -> putType(schema, "number", "double");
            case BOOLEAN -> schema.put("type", "boolean");
            case DATE -> putType(schema, "string", "date-time");
            case REFERENCE -> {
                schema.put("type", "string");
                schema.put("description", "id of a " + element);
            }
            case ARRAY -> {
                schema.put("type", "array");
                schema.put("items", element.isEmpty() ? Map.of() : typed(element));
            }
            case MAP -> {
                schema.put("type", "object");
                schema.put("additionalProperties", element.isEmpty() ? true : typed(element));
            }
            case JSON -> schema.put("description", "any JSON");
            case NAMED -> {
                if (known.contains(type)) {
                    schema.putAll(reference(type));
                } else {
                    schema.put("type", "object");
                }
            }
        }
        return schema;
    }

    private static void putType(Map<String, @Nullable Object> schema, String type, String format) {
        schema.put("type", type);
        schema.put("format", format);
    }

    private static Map<String, Object> addresses(String description) {
        return Map.of(
                "type",
                "object",
                "description",
                description,
                "additionalProperties",
                Map.of("type", "string", "format", "uri"),
                "readOnly",
                true);
    }

    private static Map<String, @Nullable Object> described(String description, Map<String, Object> schema) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>(schema);
        described.put("description", description);
        return described;
    }

    private static boolean isTrue(Map<String, @Nullable Object> field, String flag) {
        return Boolean.TRUE.equals(field.get(flag));
    }
}
