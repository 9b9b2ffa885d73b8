package io.drover.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the project's commands. Blocking, with a limit. */
public final class Commands {
    /** The checkout these tests belong to. */
    public static final Path PROJECT =
            Path.of(System.getProperty("drover.project", "..")).toAbsolutePath().normalize();

    private Commands() {}

    /** @param output standard output and error, as they came */
    public record Result(int code, String output) {
        /** The output, if the command succeeded. */
        public String orThrow() {
            if (code != 0) {
                throw new IllegalStateException("command failed with code " + code + ":\n" + output);
            }
            return output.strip();
        }
    }

    public static Result run(Duration limit, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("drover-e2e", ".out");
            try {
                var builder = new ProcessBuilder(command)
                        .directory(PROJECT.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Result(-1, "no end within " + limit + ": " + command + "\n" + read(output));
                }
                return new Result(process.exitValue(), read(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** One of the project's own commands: {@code bin("lab", "up", "3")}. */
    public static Result bin(Duration limit, Map<String, String> environment, String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(PROJECT.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return run(limit, environment, command);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
