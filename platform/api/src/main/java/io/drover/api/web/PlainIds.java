package io.drover.api.web;

import io.drover.api.request.FilterReader;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers where ids are expected: with {@code _plainId} a client is shown them and sends them back (spec: api contract,
 * section 5). What stands for a resource is in paths, in filters of references, and in fields of a body; all else stays.
 */
final class PlainIds {
    /** Any letters do: an id's are skipped when it is read. */
    private static final String LETTERS = "1x";

    private PlainIds() {}

    static String id(String text) {
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        return isNumber ? LETTERS + text : text;
    }

    /** A list request's parameters. */
    static Map<String, List<String>> query(Map<String, List<String>> query, ResourceType type) {
        Map<String, Field> filterable = FilterReader.filterable(type);
        Map<String, List<String>> read = new LinkedHashMap<>();
        query.forEach((name, values) -> read.put(
                name,
                isReference(filterable, name)
                        ? values.stream().map(PlainIds::joined).toList()
                        : values));
        return read;
    }

    private static boolean isReference(Map<String, Field> filterable, String parameter) {
        int split = parameter.lastIndexOf('_');
        Field exact = filterable.get(parameter);
        Field field = exact == null && split > 0 ? filterable.get(parameter.substring(0, split)) : exact;
        return field != null && FieldType.of(field.type()) == FieldType.REFERENCE;
    }

    private static String joined(@Nullable String values) {
        return values == null
                ? ""
                : Stream.of(values.split(",", -1)).map(PlainIds::id).collect(Collectors.joining(","));
    }

    /** The references among the fields of a body, or among the parameters that stand in for them. */
    static <T extends @Nullable Object> Map<String, T> fields(Map<String, T> given, List<Field> fields, Form<T> form) {
        Map<String, T> read = new LinkedHashMap<>(given);
        for (Field field : fields) {
            String type = field.type();
            boolean isOne = FieldType.of(type) == FieldType.REFERENCE;
            boolean areSeveral = FieldType.of(type) == FieldType.ARRAY
                    && FieldType.of(FieldType.element(type)) == FieldType.REFERENCE;
            if ((isOne || areSeveral) && read.containsKey(field.name())) {
                read.computeIfPresent(field.name(), (_, value) -> form.read(value));
            }
        }
        return read;
    }

    /** How values are written. */
    interface Form<T extends @Nullable Object> {
        T read(T value);
    }

    /** A value of a body: a text or a number, or a list of them. */
    static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case String text -> id(text);
            case Integer number -> id(number.toString());
            case Long number -> id(number.toString());
            case List<?> list -> list.stream().map(PlainIds::value).toList();
            case null, default -> value;
        };
    }
}
