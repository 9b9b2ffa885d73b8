package io.drover.benchmarks;

import java.util.Locale;

/** How a kind of number is written. */
enum Unit {
    SECONDS("%.2f", "s"),
    MILLISECONDS("%.0f", "ms"),
    MEGABYTES("%.0f", "MB");

    private final String format;
    private final String symbol;

    Unit(String format, String symbol) {
        this.format = format;
        this.symbol = symbol;
    }

    String bare(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    String with(double value) {
        return bare(value) + " " + symbol;
    }
}
