package io.drover.cli.stream;

import io.drover.cli.terminal.Colour;
import io.drover.cli.terminal.Terminal;
import java.io.PrintStream;

/** Prints the lines of several containers, each with its name in a colour of its own, to the stream they were written to. */
public final class LogPrinter {
    private static final Colour[] COLOURS = {Colour.CYAN, Colour.BUSY, Colour.GOOD, Colour.MAGENTA, Colour.BLUE};

    private final Terminal terminal;
    private final int nameWidth;

    /** @param nameWidth columns for names, 0: print none */
    public LogPrinter(Terminal terminal, int nameWidth) {
        this.terminal = terminal;
        this.nameWidth = nameWidth;
    }

    /** @param place of the container in the list: chooses its colour */
    public synchronized void print(String container, int place, LogFrame frame) {
        PrintStream stream = frame.error() ? terminal.err() : terminal.out();
        boolean colours = frame.error() ? terminal.coloursOnErr() : terminal.coloursOnOut();
        String prefix = "";
        if (nameWidth > 0) {
            String padded = container + " ".repeat(Math.max(0, nameWidth - container.length())) + " |";
            prefix = COLOURS[Math.floorMod(place, COLOURS.length)].paint(padded, colours) + " ";
        }
        for (String line : frame.lines()) {
            stream.println(prefix + line);
        }
        stream.flush();
    }
}
