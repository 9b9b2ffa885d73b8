package io.drover.cli.stream;

import java.util.List;

/**
 * A frame of a log stream: {@code 00}, {@code 01} or {@code 02}, a blank, and one or more lines (spec: hosts and network,
 * 3.5).
 *
 * @param error whether it came from standard error
 */
public record LogFrame(boolean error, List<String> lines) {
    public LogFrame {
        lines = List.copyOf(lines);
    }

    public static LogFrame parse(String frame) {
        boolean tagged = frame.length() >= 3
                && frame.charAt(0) == '0'
                && frame.charAt(1) >= '0'
                && frame.charAt(1) <= '2'
                && frame.charAt(2) == ' ';
        String text = tagged ? frame.substring(3) : frame;
        List<String> lines = text.isEmpty() ? List.of("") : text.lines().toList();
        return new LogFrame(tagged && frame.charAt(1) == '2', lines);
    }
}
