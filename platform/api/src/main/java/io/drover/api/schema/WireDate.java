package io.drover.api.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates on the wire: UTC with seconds, {@code 2026-01-31T12:00:00Z} (spec: api contract, section 4). */
public final class WireDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private WireDate() {}

    public static String format(Instant date) {
        return FORMAT.format(date);
    }

    /**
     * The wire's format (also with fractions or an offset), or milliseconds since 1970; empty for anything else, and for years
     * that do not have four digits: databases know no others.
     */
    public static Optional<Instant> parse(String text) {
        String trimmed = text.strip();
        try {
            return Optional.of(
                            trimmed.indexOf('T') > 0
                                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(trimmed, Instant::from)
                                    : Instant.ofEpochMilli(Long.parseLong(trimmed)))
                    .filter(date -> !date.isBefore(FIRST) && date.isBefore(END));
        } catch (DateTimeException | NumberFormatException notADate) {
            return Optional.empty();
        }
    }
}
