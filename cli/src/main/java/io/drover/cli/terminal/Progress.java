package io.drover.cli.terminal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows things in progress on standard error: one line each, updated in place on a terminal; elsewhere a line whenever one
 * changes.
 */
public final class Progress {
    private final PrintStream err;
    private final boolean inPlace;
    private final boolean colours;
    private final Map<String, String> printed = new HashMap<>();
    private int linesShown;

    public Progress(Terminal terminal) {
        this.err = terminal.err();
        this.inPlace = terminal.attached().err();
        this.colours = terminal.coloursOnErr();
    }

    public void show(List<ProgressLine> lines) {
        if (inPlace) {
            showInPlace(lines);
        } else {
            lines.forEach(this::showChange);
        }
    }

    private void showChange(ProgressLine line) {
        String text = line.plain();
        if (!text.equals(printed.put(line.name(), text))) {
            err.println(text);
            err.flush();
        }
    }

    private void showInPlace(List<ProgressLine> lines) {
        int nameWidth =
                lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        int stateWidth =
                lines.stream().mapToInt(line -> line.state().length()).max().orElse(0);
        StringBuilder frame = new StringBuilder(Terminal.noWrap());
        if (linesShown > 0) {
            frame.append("\033[").append(linesShown).append('A');
        }
        for (ProgressLine line : lines) {
            frame.append("\r\033[K")
                    .append(line.name())
                    .append(" ".repeat(nameWidth - line.name().length() + 2));
            frame.append(line.colour().paint(line.state(), colours));
            frame.append(" ".repeat(stateWidth - line.state().length() + 2));
            frame.append(line.detail())
                    .append(line.percent().isEmpty() ? "" : " " + line.percent())
                    .append('\n');
        }
        // Lines of things that are gone.
        frame.append("\033[J").append(Terminal.wrap());
        linesShown = lines.size();
        err.print(frame);
        err.flush();
    }
}
