package io.drover.cli.stream;

import io.drover.cli.failure.CliFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** A point in time as people write it: {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d} ago, seconds, or an instant. */
public final class Since {
    private static final int LONGEST = 64;

    private Since() {}

    /** @return seconds since 1970, as the wire wants it */
    public static String wire(String text, Instant now) {
        if (text.length() > LONGEST) {
            throw unclear(text.substring(0, LONGEST) + "...");
        }
        if (!text.isEmpty() && text.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            return text;
        }
        try {
            if (text.matches("(?:\\d+[smhdSMHD])+")) {
                return Long.toString(now.minus(ago(text)).getEpochSecond());
            }
            return Long.toString(OffsetDateTime.parse(text).toEpochSecond());
        } catch (DateTimeException | ArithmeticException e) {
            throw unclear(text);
        }
    }

    private static CliFailure unclear(String text) {
        return CliFailure.usage(
                "--since does not understand '" + text + "': write 10m, 2h30m, 1d or 2026-01-31T12:00:00Z");
    }

    private static Duration ago(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int days = upper.indexOf('D');
        String time = upper.substring(days + 1);
        return Duration.parse("P" + upper.substring(0, days + 1) + (time.isEmpty() ? "" : "T" + time));
    }
}
