package io.drover.scheduler.compose.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts as compose files write them; null when a text is none. */
public final class Quantities {
    public static final String BYTES = "accepted: '512m', '1.5gb', '64k' or a number of bytes";
    public static final String DURATION = "accepted: '90s', '1m30s', '500ms', '1h' or a number of seconds";

    private static final Pattern SIZE = Pattern.compile("(-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*([kmgtp]?)i?b?");
    private static final Pattern TIME_PART = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)");

    private Quantities() {}

    /** Units are powers of 1024, as everywhere in Docker. {@code -1} is passed through: it means "no limit". */
    public static @Nullable Long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(matcher.group(2)) + 1;
        BigDecimal bytes = number.multiply(BigDecimal.valueOf(1024).pow(power)).setScale(0, RoundingMode.DOWN);
        boolean fits = bytes.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? (Long) bytes.longValue() : null;
    }

    /** Milliseconds; a plain number is seconds. */
    public static @Nullable Long millis(String text) {
        String plain = text.strip();
        if (plain.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            return new BigDecimal(plain).movePointRight(3).longValue();
        }
        Matcher matcher = TIME_PART.matcher(plain);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            sum = sum.add(new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2))));
            end = matcher.end();
        }
        boolean whole = end > 0 && end == plain.length();
        return whole && sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0 ? (Long) sum.longValue() : null;
    }

    private static BigDecimal unit(String name) {
        return switch (name) {
            case "ns" -> new BigDecimal("0.000001");
            case "us", "µs" -> new BigDecimal("0.001");
            case "ms" -> BigDecimal.ONE;
            case "s" -> BigDecimal.valueOf(1_000);
            case "m" -> BigDecimal.valueOf(60_000);
            case "h" -> BigDecimal.valueOf(3_600_000);
            default -> BigDecimal.valueOf(86_400_000);
        };
    }

    /** Thousandths of a CPU. */
    public static @Nullable Long milliCpus(String text) {
        return text.strip().matches("[0-9]{1,6}(\\.[0-9]{0,9})?")
                ? (Long) new BigDecimal(text.strip()).movePointRight(3).longValue()
                : null;
    }
}
