package io.drover.api.resource;

import io.drover.api.schema.FieldType;
import io.drover.api.schema.WireDate;
import io.drover.model.WireId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a filter's text means for the type of its field. Text that is no value of the type matches nothing; it is no error,
 * because clients of the reference rely on that (spec: api contract, section 6).
 */
public final class FilterValue {
    private FilterValue() {}

    /** A {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@code Instant}; empty if the text is none. */
    public static Optional<Object> of(Filter filter) {
        String text = filter.value();
        return switch (FieldType.of(filter.field().type())) {
            case INT -> number(text);
            case FLOAT -> decimal(text);
            case BOOLEAN -> flag(text);
            case DATE -> WireDate.parse(text).map(Object.class::cast);
            case REFERENCE -> reference(text);
            case TEXT, ENUM, ARRAY, MAP, JSON, NAMED -> Optional.of(text);
        };
    }

    /** The numbers of references joined by commas; what is none is left out. */
    public static List<Long> references(String text) {
        return Stream.of(text.split(","))
                .map(WireId::parse)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
    }

    private static Optional<Object> number(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Object> decimal(String text) {
        try {
            return Optional.of(Double.parseDouble(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Object> flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> reference(String text) {
        var number = WireId.parse(text);
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
}
