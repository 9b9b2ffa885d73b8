package io.drover.benchmarks;

import io.drover.e2e.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One process beside the gateway, see {@code io.drover.benchmarks.gateway.BedMain}; it ends with this one. */
final class BedProcess implements AutoCloseable {
    private static final String MAIN = "io.drover.benchmarks.gateway.BedMain";

    private final Process process;
    private final BufferedReader output;

    private BedProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** With the flags of the packaged server, but a heap that does not matter. */
    static BedProcess start(String... arguments) {
        Path server = Commands.PROJECT.resolve("server/target/drover-server");
        Path own = Commands.PROJECT.resolve("benchmarks/target/drover-benchmarks/drover-benchmarks.jar");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx320m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String more = System.getenv("DROVER_BED_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(List.of("-cp", own + ":" + server.resolve("drover-server.jar") + ":" + server + "/lib/*", MAIN));
        command.addAll(List.of(arguments));
        try {
            return new BedProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the line that begins so, and returns what follows. */
    String awaitLine(String beginning) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length()).strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the process ended without saying '" + beginning + "'");
    }

    String url() {
        return "http://127.0.0.1:" + awaitLine("PORT ");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
