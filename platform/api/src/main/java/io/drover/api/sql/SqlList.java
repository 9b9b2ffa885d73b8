package io.drover.api.sql;

import io.drover.api.resource.Filter;
import io.drover.api.resource.Filter.Modifier;
import io.drover.api.resource.FilterValue;
import io.drover.api.resource.ListQuery;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list request as the end of a SQL statement, for Spring's {@code DatabaseClient} with named binds:
 *
 * <pre>{@code
 * SqlList list = SqlList.of(query, Map.of("name", "s.name", "created", "s.created", "removed", "s.removed"), "s.id");
 * client.sql("select s.* from stack s where s.environment = :environment" + list.where() + list.tail())
 *         .bindValues(list.binds()).bind("environment", ...)
 * }</pre>
 *
 * <p>Columns come from the service's own table, values only as binds named {@code f0, f1, ...}, {@code pageLimit} and
 * {@code pageOffset}. One row more than the limit is asked for, so that {@link #page} can say whether there are further
 * ones. With a column for {@code removed}, removed rows are left out unless the request wants them. Dates are bound as
 * {@code LocalDateTime} in UTC: the drivers disagree about the time zone of an {@code Instant}.
 *
 * @param where conditions, each beginning with {@code " and "}; or the empty text
 * @param tail order, limit and offset
 */
public record SqlList(String where, String tail, Map<String, Object> binds) {
    private static final String NOTHING = " and 1 = 0";

    public SqlList {
        binds = Map.copyOf(binds);
    }

    /**
     * @param columns field name to SQL column or expression, for every filterable field
     * @param idColumn the column that {@code id} filters and the tie-break of every order
     */
    public static SqlList of(ListQuery query, Map<String, String> columns, String idColumn) {
        var where = new StringBuilder();
        Map<String, Object> binds = new LinkedHashMap<>();
        String removed = columns.get("removed");
        if (removed != null && !query.removed()) {
            where.append(" and ").append(removed).append(" is null");
        }
        for (Filter filter : query.filters()) {
            where.append(condition(filter, column(filter.field().name(), columns, idColumn), binds));
        }
        binds.put("pageLimit", query.limit() + 1);
        binds.put("pageOffset", query.offset());
        return new SqlList(where.toString(), order(query, columns, idColumn), binds);
    }

    /** The rows without the one that was read only to know that there are more. */
    public static <T> List<T> page(List<T> rows, ListQuery query) {
        return rows.size() > query.limit() ? rows.subList(0, query.limit()) : rows;
    }

    private static String order(ListQuery query, Map<String, String> columns, String idColumn) {
        ListQuery.Sort sort = query.sort();
        String direction = sort != null && sort.descending() ? " desc" : " asc";
        String first = sort == null || sort.field().equals("id")
                ? ""
                : column(sort.field(), columns, idColumn) + direction + ", ";
        return " order by " + first + idColumn + direction + " limit :pageLimit offset :pageOffset";
    }

    private static String column(String field, Map<String, String> columns, String idColumn) {
        String column = field.equals("id") ? idColumn : columns.get(field);
        if (column == null) {
            throw new IllegalArgumentException("field '" + field + "' is filterable but has no column");
        }
        return column;
    }

    private static String condition(Filter filter, String column, Map<String, Object> binds) {
        if (filter.modifier() == Modifier.NULL) {
            return " and " + column + " is null";
        }
        if (filter.modifier() == Modifier.NOTNULL) {
            return " and " + column + " is not null";
        }
        Optional<Object> value = filter.modifier() == Modifier.IN ? several(filter) : FilterValue.of(filter);
        if (value.isEmpty()) {
            return NOTHING;
        }
        String bind = "f" + binds.size();
        binds.put(bind, bindable(filter.modifier(), value.get()));
        return " and " + column + " " + operator(filter.modifier(), bind);
    }

    private static Optional<Object> several(Filter filter) {
        List<Long> references = FilterValue.references(filter.value());
        return references.isEmpty() ? Optional.empty() : Optional.of(references);
    }

    private static String operator(Modifier modifier, String bind) {
        return switch (modifier) {
            case EQ -> "= :" + bind;
            case NE -> "<> :" + bind;
            case LT -> "< :" + bind;
            case LTE -> "<= :" + bind;
            case GT -> "> :" + bind;
            case GTE -> ">= :" + bind;
            case PREFIX -> "like :" + bind + " escape '|'";
            case LIKE -> "like :" + bind;
            case NOTLIKE -> "not like :" + bind;
            case NULL -> "is null";
            case NOTNULL -> "is not null";
            case IN -> "in (:" + bind + ")";
        };
    }

    private static Object bindable(Modifier modifier, Object value) {
        if (modifier == Modifier.PREFIX) {
            return value.toString().replace("|", "||").replace("%", "|%").replace("_", "|_") + "%";
        }
        return value instanceof Instant date ? LocalDateTime.ofInstant(date, ZoneOffset.UTC) : value;
    }
}
