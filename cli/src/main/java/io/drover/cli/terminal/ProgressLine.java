package io.drover.cli.terminal;

/**
 * One thing in progress.
 *
 * @param name what it is
 * @param state in a word or two
 * @param detail a sentence, or empty
 * @param percent "43 %" or empty; changes too often to print where lines cannot be updated in place
 */
public record ProgressLine(String name, String state, Colour colour, String detail, String percent) {
    public ProgressLine {
        name = PlainText.oneLine(name);
        state = PlainText.oneLine(state);
        detail = PlainText.oneLine(detail);
    }

    String plain() {
        return detail.isEmpty() ? name + ": " + state : name + ": " + state + ", " + detail;
    }
}
