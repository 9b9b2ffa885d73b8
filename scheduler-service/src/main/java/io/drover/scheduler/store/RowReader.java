package io.drover.scheduler.store;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads columns alike from both drivers: times are UTC, JSON is text, flags are tiny integers. */
record RowReader(Readable row, JsonMapper json) {

    String text(String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    @Nullable
    String textOrNull(String column) {
        return row.get(column, String.class);
    }

    long number(String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    @Nullable
    Long numberOrNull(String column) {
        return row.get(column, Long.class);
    }

    int integer(String column) {
        return Objects.requireNonNull(row.get(column, Integer.class), column);
    }

    @Nullable
    Integer integerOrNull(String column) {
        return row.get(column, Integer.class);
    }

    boolean flag(String column) {
        return Boolean.TRUE.equals(row.get(column, Boolean.class));
    }

    Instant instant(String column) {
        return Objects.requireNonNull(instantOrNull(column), column);
    }

    @Nullable
    Instant instantOrNull(String column) {
        LocalDateTime value = row.get(column, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    <E extends Enum<E>> E word(String column, Class<E> type) {
        return Enum.valueOf(type, text(column));
    }

    <T> T json(String column, Class<T> type) {
        return json.readValue(text(column), type);
    }

    <T> T json(String column, TypeReference<T> type) {
        return json.readValue(text(column), type);
    }
}
