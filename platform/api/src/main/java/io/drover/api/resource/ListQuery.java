package io.drover.api.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list request.
 *
 * @param filters all must hold
 * @param sort null: by id, ascending
 * @param limit at most this many, 1 to 3000
 * @param offset how many to skip
 * @param removed also what was removed
 * @param include the link to embed, or null
 * @param parameters all query parameters as they came, for the few types that know special ones
 */
public record ListQuery(
        List<Filter> filters,
        @Nullable Sort sort,
        int limit,
        long offset,
        boolean removed,
        @Nullable String include,
        Map<String, String> parameters) {
    public static final int MAX_LIMIT = 3000;
    public static final int DEFAULT_LIMIT = 100;

    public ListQuery {
        filters = List.copyOf(filters);
        parameters = Map.copyOf(parameters);
    }

    /** Everything, for child collections, which are not paged. */
    public static ListQuery everything() {
        return new ListQuery(List.of(), null, MAX_LIMIT, 0, false, null, Map.of());
    }

    /** @param field name of a filterable field; ties are broken by id in the same direction */
    public record Sort(String field, boolean descending) {}
}
