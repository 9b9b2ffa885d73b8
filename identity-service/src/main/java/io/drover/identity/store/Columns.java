package io.drover.identity.store;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Reading and binding columns the same way with both drivers. Times are stored as UTC without a zone, microseconds. */
final class Columns {
    private Columns() {}

    static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    static int small(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class), column);
    }

    static @Nullable Integer smallOrNull(Readable row, String column) {
        return row.get(column, Integer.class);
    }

    static @Nullable Long numberOrNull(Readable row, String column) {
        return row.get(column, Long.class);
    }

    static boolean flag(Readable row, String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }

    static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    static @Nullable String textOrNull(Readable row, String column) {
        return row.get(column, String.class);
    }

    static Instant instant(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, LocalDateTime.class), column)
                .toInstant(ZoneOffset.UTC);
    }

    static @Nullable Instant instantOrNull(Readable row, String column) {
        LocalDateTime time = row.get(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    /** The form times are bound in. */
    static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    static GenericExecuteSpec bind(GenericExecuteSpec sql, String name, Class<?> type, @Nullable Object value) {
        return value == null ? sql.bindNull(name, type) : sql.bind(name, value);
    }

    static GenericExecuteSpec bindText(GenericExecuteSpec sql, String name, @Nullable String value) {
        return bind(sql, name, String.class, value);
    }
}
