package io.drover.cli.stream;

import io.drover.cli.api.ApiClient;
import io.drover.cli.api.Resource;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.terminal.RawTerminal;
import io.drover.cli.terminal.Terminal;
import io.drover.cli.terminal.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import sun.misc.Signal;

/**
 * A command running in a container, joined to this terminal: frames of base64 both ways, {@code :resizeTTY:cols,rows} when
 * the window changes (spec: hosts and network, 3.5). An empty frame tells the command that its input has ended. The server
 * ends the session by closing with the reason {@code exit=CODE}.
 */
public final class ShellSession {
    private static final String EXIT = "exit=";
    private static final int INPUT_CHUNK = 4096;

    private final Terminal terminal;
    private final boolean withInput;
    private final boolean tty;

    public ShellSession(Terminal terminal, boolean withInput, boolean tty) {
        this.terminal = terminal;
        this.withInput = withInput;
        this.tty = tty;
    }

    /** @return the command's exit code */
    public int run(ApiClient api, Resource access) {
        TextFrames frames = new TextFrames(this::print);
        WebSocket socket = api.openStream(access, frames);
        if (tty) {
            try (RawTerminal raw = RawTerminal.enter()) {
                followSize(socket);
                sendInput(socket);
                return exitCode(frames.end().join());
            }
        }
        sendInput(socket);
        return exitCode(frames.end().join());
    }

    private void print(String frame) {
        try {
            byte[] bytes = Base64.getDecoder().decode(frame);
            terminal.out().write(bytes, 0, bytes.length);
            terminal.out().flush();
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalStateException("the server sent a frame that is not base64", notBase64);
        }
    }

    private static void followSize(WebSocket socket) {
        sendSize(socket);
        Signal.handle(new Signal("WINCH"), signal -> sendSize(socket));
    }

    private static void sendSize(WebSocket socket) {
        RawTerminal.size().ifPresent(size -> send(socket, resize(size)));
    }

    static String resize(TerminalSize size) {
        return ":resizeTTY:" + size.columns() + "," + size.rows();
    }

    private void sendInput(WebSocket socket) {
        if (withInput) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> copyInput(socket));
        }
    }

    private void copyInput(WebSocket socket) {
        byte[] chunk = new byte[INPUT_CHUNK];
        try {
            InputStream in = terminal.in();
            int length = in.read(chunk);
            while (length >= 0) {
                send(socket, Base64.getEncoder().encodeToString(Arrays.copyOf(chunk, length)));
                length = in.read(chunk);
            }
        } catch (IOException inputGone) {
            // The same as its end.
        }
        send(socket, "");
    }

    /** One frame at a time: the client refuses a second before the first is out. A session that is over takes none. */
    private static void send(WebSocket socket, String frame) {
        synchronized (socket) {
            try {
                socket.sendText(frame, true).join();
            } catch (CompletionException over) {
                // The session is ending: its exit code is on the way, and needs no more input.
            }
        }
    }

    /** The code from {@code exit=3}, or a failure with what the server said. */
    static int exitCode(TextFrames.End end) {
        if (!end.reason().startsWith(EXIT)) {
            throw CliFailure.of(
                    end.isNormal()
                            ? "the session ended and the server did not say how"
                            : "the session was cut off" + (end.reason().isEmpty() ? "" : ": " + end.reason()));
        }
        String code = end.reason().substring(EXIT.length()).strip();
        boolean isCode = !code.isEmpty() && code.length() <= 3 && code.chars().allMatch(Character::isDigit);
        if (!isCode) {
            throw CliFailure.of("the command could not be run: " + code);
        }
        return Integer.parseInt(code);
    }
}
