package io.drover.scheduler.store;

import io.drover.scheduler.spec.Shortened;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Small pieces of statements that both drivers understand. */
final class Sql {
    private Sql() {}

    /** A statement that binds nulls by their type as well as values. */
    static GenericExecuteSpec bind(GenericExecuteSpec statement, String name, @Nullable Object value, Class<?> type) {
        return value == null ? statement.bindNull(name, type) : statement.bind(name, value);
    }

    /** A text that others wrote, as much of it as its column holds. */
    static GenericExecuteSpec bindText(GenericExecuteSpec statement, String name, @Nullable String text, int column) {
        return bind(statement, name, text == null ? null : Shortened.to(column, text), String.class);
    }

    static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** {@code (:a0, :b0), (:a1, :b1)}: the value list of an insert of several rows. */
    static String rows(int count, List<String> columns) {
        return IntStream.range(0, count)
                .mapToObj(row ->
                        columns.stream().map(column -> ":" + column + row).collect(Collectors.joining(",", "(", ")")))
                .collect(Collectors.joining(","));
    }
}
