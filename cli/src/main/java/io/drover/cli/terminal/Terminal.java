package io.drover.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process's three streams and whether a person is at them. Results go to {@code out}, everything said about the work
 * to {@code err}. Always UTF-8, whatever the locale says: names and messages are.
 */
public final class Terminal {
    /** Lets the terminal cut long lines at its edge instead of wrapping them; costs no question about its width. */
    private static final String NO_WRAP = "\033[?7l";

    private static final String WRAP = "\033[?7h";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Attached attached;
    private final boolean colours;

    /** Which of the streams is a terminal. */
    public record Attached(boolean in, boolean out, boolean err) {
        public static final Attached NONE = new Attached(false, false, false);
    }

    public Terminal(InputStream in, OutputStream out, OutputStream err, Attached attached, boolean colours) {
        this.in = in;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.attached = attached;
        this.colours = colours;
    }

    public static Terminal ofProcess(Map<String, String> environment) {
        String noColour = environment.getOrDefault("NO_COLOR", "");
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        Attached attached = new Attached(isTerminal(0), isTerminal(1) && !dumb, isTerminal(2) && !dumb);
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 1024),
                attached,
                noColour.isEmpty() && !dumb);
    }

    /** Asks the kernel by the descriptor's link where there is one: a native call would cost a tenth of the start-up. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            var console = System.console();
            return console != null && console.isTerminal();
        }
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Attached attached() {
        return attached;
    }

    public boolean coloursOnOut() {
        return colours && attached.out();
    }

    public boolean coloursOnErr() {
        return colours && attached.err();
    }

    public void print(Table table) {
        String text = table.render(coloursOnOut());
        out.print(attached.out() ? NO_WRAP + text + WRAP : text);
        out.flush();
    }

    /** A result: one line on standard output. */
    public void result(String line) {
        out.println(line);
        out.flush();
    }

    /** A remark: one line on standard error. */
    public void say(String line) {
        err.println(line);
        err.flush();
    }

    static String noWrap() {
        return NO_WRAP;
    }

    static String wrap() {
        return WRAP;
    }
}
