package io.drover.api.resource;

import io.drover.api.schema.FieldType;
import io.drover.model.WireId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a list request over resources in memory, with the meaning that SQL gives it: a null matches no comparison, text
 * compares without regard to case. For types whose filterable fields are computed, and for small lists.
 */
public final class MemoryList {
    private MemoryList() {}

    public static Page of(ListQuery query, List<Resource> all) {
        List<Resource> kept = all.stream()
                .filter(resource -> query.removed() || resource.fields().get("removed") == null)
                .filter(resource -> query.filters().stream().allMatch(filter -> matches(filter, resource)))
                .sorted(order(query))
                .skip(query.offset())
                .limit(query.limit() + 1L)
                .toList();
        boolean more = kept.size() > query.limit();
        return new Page(more ? kept.subList(0, query.limit()) : kept, more);
    }

    /** All that match, removed ones too, in the order they came in unless another one is asked for. */
    public static List<Resource> narrowed(ListQuery query, List<Resource> all) {
        var kept =
                all.stream().filter(resource -> query.filters().stream().allMatch(filter -> matches(filter, resource)));
        return (query.sort() == null ? kept : kept.sorted(order(query))).toList();
    }

    private static boolean matches(Filter filter, Resource resource) {
        Object value = valueOf(resource, filter.field().name());
        if (filter.modifier() == Filter.Modifier.NULL) {
            return value == null;
        }
        if (filter.modifier() == Filter.Modifier.NOTNULL) {
            return value != null;
        }
        if (filter.modifier() == Filter.Modifier.IN) {
            return value != null && FilterValue.references(filter.value()).contains(numberOf(value));
        }
        Optional<Object> wanted = FilterValue.of(filter);
        if (value == null || wanted.isEmpty()) {
            return false;
        }
        Object actual = FieldType.of(filter.field().type()) == FieldType.REFERENCE ? numberOf(value) : value;
        String pattern = wanted.get().toString();
        return switch (filter.modifier()) {
            case EQ -> compare(actual, wanted.get()) == 0;
            case NE -> compare(actual, wanted.get()) != 0;
            case LT -> compare(actual, wanted.get()) < 0;
            case LTE -> compare(actual, wanted.get()) <= 0;
            case GT -> compare(actual, wanted.get()) > 0;
            case GTE -> compare(actual, wanted.get()) >= 0;
            case PREFIX -> fold(actual).startsWith(fold(pattern));
            case LIKE -> LikePattern.of(pattern).matches(actual.toString());
            case NOTLIKE -> !LikePattern.of(pattern).matches(actual.toString());
            case NULL, NOTNULL, IN -> throw new IllegalStateException("answered above");
        };
    }

    private static @Nullable Object valueOf(Resource resource, String field) {
        return field.equals("id") ? resource.id() : resource.fields().get(field);
    }

    private static Object numberOf(Object reference) {
        var number = WireId.parse(reference.toString());
        return number.isPresent() ? number.getAsLong() : reference;
    }

    private static Comparator<Resource> order(ListQuery query) {
        Comparator<Resource> byId = (left, right) -> compare(numberOf(left.id()), numberOf(right.id()));
        ListQuery.Sort sort = query.sort();
        if (sort == null) {
            return byId;
        }
        Comparator<Resource> byField =
                (left, right) -> compareNullFirst(valueOf(left, sort.field()), valueOf(right, sort.field()));
        Comparator<Resource> ascending = sort.field().equals("id") ? byId : byField.thenComparing(byId);
        return sort.descending() ? ascending.reversed() : ascending;
    }

    private static int compareNullFirst(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return compare(left, right);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of the same comparable class
    private static int compare(Object left, Object right) {
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        if (left instanceof Number one && right instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        if (left.getClass() == right.getClass() && !(left instanceof String) && left instanceof Comparable comparable) {
            return comparable.compareTo(right);
        }
        return fold(left).compareTo(fold(right));
    }

    /** To capitals, because the database's case-blind order puts {@code _} behind the letters. */
    private static String fold(Object value) {
        return value.toString().toUpperCase(Locale.ROOT);
    }
}
