package io.drover.cli.terminal;

import java.util.Optional;

/** Columns and rows of a terminal, both at least 1. */
public record TerminalSize(int columns, int rows) {
    /** Reads the answer of {@code stty size}: rows, then columns. */
    public static Optional<TerminalSize> parse(String sttySize) {
        int blank = sttySize.strip().indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        try {
            int rows = Integer.parseInt(sttySize.strip().substring(0, blank));
            int columns = Integer.parseInt(sttySize.strip().substring(blank + 1).strip());
            return rows < 1 || columns < 1 ? Optional.empty() : Optional.of(new TerminalSize(columns, rows));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
