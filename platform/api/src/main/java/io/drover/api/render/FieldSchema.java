package io.drover.api.render;

import io.drover.api.schema.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One field in a schema: the basics always, rules only where they are set (spec: api contract, section 8). */
final class FieldSchema {
    private FieldSchema() {}

    static Map<String, @Nullable Object> of(Field field, boolean create, boolean update) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("type", field.type());
        tree.put("create", create);
        tree.put("update", update);
        tree.put("readOnCreateOnly", field.isShownOnce());
        String description = FieldWords.of(field);
        tree.put("description", description.isEmpty() ? null : description);
        putIfSet(tree, "default", field.defaultValue());
        tree.put("nullable", field.isNullable());
        putIfSet(tree, "unique", field.isUnique() ? true : null);
        putIfSet(tree, "required", field.isRequired() ? true : null);
        Field.Limits limits = field.limits();
        putIfSet(tree, "min", limits.min());
        putIfSet(tree, "max", limits.max());
        putIfSet(tree, "minLength", limits.minLength());
        putIfSet(tree, "maxLength", limits.maxLength());
        putIfSet(tree, "options", limits.options().isEmpty() ? null : limits.options());
        putIfSet(tree, "validChars", limits.validChars());
        return tree;
    }

    private static void putIfSet(Map<String, @Nullable Object> tree, String name, @Nullable Object value) {
        if (value != null) {
            tree.put(name, value);
        }
    }
}
