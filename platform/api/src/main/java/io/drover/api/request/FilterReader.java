package io.drover.api.request;

import io.drover.api.resource.Filter;
import io.drover.api.resource.Filter.Modifier;
import io.drover.api.resource.ListQuery;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.ResourceType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list request from the query string (spec: api contract, section 6). What it does not know it ignores: an unknown
 * field, a modifier that the field's type does not have, an unknown sort. One per type, made once.
 */
public final class FilterReader {
    private static final Set<Modifier> TEXT_MODIFIERS = EnumSet.of(
            Modifier.EQ,
            Modifier.NE,
            Modifier.PREFIX,
            Modifier.LIKE,
            Modifier.NOTLIKE,
            Modifier.NULL,
            Modifier.NOTNULL);
    private static final Set<Modifier> NUMBER_MODIFIERS = EnumSet.of(
            Modifier.EQ,
            Modifier.NE,
            Modifier.LT,
            Modifier.LTE,
            Modifier.GT,
            Modifier.GTE,
            Modifier.NULL,
            Modifier.NOTNULL);
    private static final Set<Modifier> CHOICE_MODIFIERS =
            EnumSet.of(Modifier.EQ, Modifier.NE, Modifier.NULL, Modifier.NOTNULL);

    private final Map<String, Field> filterable;
    private final Map<String, String> linksByLowerCase;

    public FilterReader(ResourceType type) {
        this.filterable = filterable(type);
        this.linksByLowerCase = new LinkedHashMap<>();
        includeable(type).forEach(link -> linksByLowerCase.put(link.toLowerCase(Locale.ROOT), link));
    }

    /** The fields lists can be filtered and sorted by, by name in order; {@code id} always is one. */
    public static Map<String, Field> filterable(ResourceType type) {
        Map<String, Field> fields = new TreeMap<>();
        fields.put("id", Field.of("id", "reference[" + type.name() + "]").filterable());
        type.fields().stream().filter(Field::isFilterable).forEach(field -> fields.put(field.name(), field));
        return fields;
    }

    /** The modifiers a field's type has, in the order in which schemas list them. */
    public static Set<Modifier> modifiers(Field field) {
        return switch (FieldType.of(field.type())) {
            case TEXT -> TEXT_MODIFIERS;
            case INT, FLOAT, DATE -> NUMBER_MODIFIERS;
            case BOOLEAN, ENUM, REFERENCE, ARRAY, MAP, JSON, NAMED -> CHOICE_MODIFIERS;
        };
    }

    /** What {@code include=} can embed: references and child links. */
    public static List<String> includeable(ResourceType type) {
        List<String> links = new ArrayList<>();
        for (Field field : type.fields()) {
            if (field.readable() && FieldType.of(field.type()) == FieldType.REFERENCE) {
                links.add(linkOf(field));
            }
        }
        links.addAll(type.links());
        return links.stream().distinct().toList();
    }

    /** The same, without references to types that another service has: there is nothing to embed here. */
    public static List<String> includeable(ResourceType type, Set<String> served) {
        Set<String> elsewhere = type.fields().stream()
                .filter(field -> FieldType.of(field.type()) == FieldType.REFERENCE)
                .filter(field -> !served.contains(FieldType.element(field.type())))
                .map(FilterReader::linkOf)
                .collect(Collectors.toSet());
        return includeable(type).stream()
                .filter(link -> !elsewhere.contains(link))
                .toList();
    }

    /** The link a reference field makes: {@code stackId} makes {@code stack}. */
    public static String linkOf(Field reference) {
        String name = reference.name();
        return name.endsWith("Id") && name.length() > 2 ? name.substring(0, name.length() - 2) : name;
    }

    /** @param parameters decoded, all values of each name in order */
    public ListQuery read(Map<String, List<String>> parameters) {
        List<Filter> filters = new ArrayList<>();
        Map<String, String> first = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (!values.isEmpty()) {
                first.put(name, values.getFirst() == null ? "" : values.getFirst());
                filters.addAll(filtersOf(name, values));
            }
        });
        String removed = first.get("_removed");
        return new ListQuery(
                filters,
                sort(first),
                limit(first.get("limit")),
                offset(first.get("marker")),
                removed != null && !removed.equalsIgnoreCase("false"),
                include(first.get("include")),
                first);
    }

    private List<Filter> filtersOf(String name, List<String> values) {
        Field exact = filterable.get(name);
        if (exact != null) {
            return withValues(exact, Modifier.EQ, values);
        }
        int split = name.lastIndexOf('_');
        Field field = split <= 0 ? null : filterable.get(name.substring(0, split));
        Optional<Modifier> modifier = split <= 0 ? Optional.empty() : modifier(name.substring(split + 1));
        if (field == null || modifier.isEmpty() || !modifiers(field).contains(modifier.get())) {
            return List.of();
        }
        return withValues(field, modifier.get(), values);
    }

    private static List<Filter> withValues(Field field, Modifier modifier, List<String> values) {
        return values.stream()
                .map(value -> new Filter(field, modifier, value == null ? "" : value))
                .toList();
    }

    private static Optional<Modifier> modifier(String word) {
        for (Modifier modifier : Modifier.values()) {
            if (modifier.name().equalsIgnoreCase(word)) {
                return Optional.of(modifier);
            }
        }
        return Optional.empty();
    }

    private ListQuery.@Nullable Sort sort(Map<String, String> parameters) {
        String field = parameters.get("sort");
        return field == null || !filterable.containsKey(field)
                ? null
                : new ListQuery.Sort(field, "desc".equalsIgnoreCase(parameters.get("order")));
    }

    /** The link of that name in any case, or null: there is none. */
    public @Nullable String include(@Nullable String link) {
        return link == null ? null : linksByLowerCase.get(link.toLowerCase(Locale.ROOT));
    }

    private static int limit(@Nullable String text) {
        Optional<Long> limit = number(text);
        if (limit.isEmpty()) {
            boolean isHuge = text != null && text.strip().matches("[0-9]{19,}");
            return isHuge ? ListQuery.MAX_LIMIT : ListQuery.DEFAULT_LIMIT;
        }
        return limit.get() <= 0 || limit.get() > ListQuery.MAX_LIMIT
                ? ListQuery.MAX_LIMIT
                : limit.get().intValue();
    }

    private static long offset(@Nullable String marker) {
        return marker == null || !marker.startsWith("m")
                ? 0
                : Math.max(0, number(marker.substring(1)).orElse(0L));
    }

    private static Optional<Long> number(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
