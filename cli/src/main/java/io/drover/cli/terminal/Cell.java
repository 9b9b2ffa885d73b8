package io.drover.cli.terminal;

/** One cell of a table; control characters in the text are replaced, so that no resource can drive the terminal. */
public record Cell(String text, Colour colour) {
    public Cell {
        text = PlainText.oneLine(text);
    }

    public static Cell of(String text) {
        return new Cell(text, Colour.NONE);
    }
}
