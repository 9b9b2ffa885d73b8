package io.drover.cli.terminal;

import io.drover.cli.failure.CliFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The controlling terminal in raw mode, by {@code stty} (no native code, any Unix). What it was like before is restored on
 * {@link #close()} and when the process ends in any other way than being killed.
 */
public final class RawTerminal implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");
    private static final long TIMEOUT_SECONDS = 5;

    private final String saved;
    private final Thread restoreAtExit = new Thread(this::restore);
    private final AtomicBoolean restored = new AtomicBoolean();

    private RawTerminal(String saved) {
        this.saved = saved;
    }

    public static RawTerminal enter() {
        String saved = stty(List.of("-g"))
                .orElseThrow(() -> CliFailure.of(
                        "cannot switch the terminal to raw mode: 'stty' does not work here; leave out -t"));
        RawTerminal terminal = new RawTerminal(saved.strip());
        Runtime.getRuntime().addShutdownHook(terminal.restoreAtExit);
        stty(List.of("raw", "-echo"));
        return terminal;
    }

    public static Optional<TerminalSize> size() {
        return stty(List.of("size")).flatMap(TerminalSize::parse);
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            stty(List.of(saved));
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoreAtExit);
        } catch (IllegalStateException alreadyExiting) {
            // The hook runs; it does nothing any more.
        }
    }

    private static Optional<String> stty(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
