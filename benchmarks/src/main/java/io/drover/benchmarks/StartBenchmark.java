package io.drover.benchmarks;

import io.drover.e2e.Commands;
import io.drover.e2e.ServerProcess;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How long the server takes until it answers. */
final class StartBenchmark {
    private final Effort effort;
    private final Progress progress;

    StartBenchmark(Effort effort, Progress progress) {
        this.effort = effort;
        this.progress = progress;
    }

    Section run() {
        var fresh = new Runs("new data folder", "< 10 s", Unit.SECONDS);
        var existing = new Runs("existing data folder", "< 6 s", Unit.SECONDS);
        for (int run = 0; run < effort.starts(); run++) {
            try (var server = new ServerProcess(folder().resolve("data"), FreePort.find())) {
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-down"));
                measure(server, fresh);
                measure(server, existing);
            }
        }
        return new Section(
                "start: server ready",
                """
                From `bin/drover server` until `/ping` answers `pong`, asked every 50 ms, with the embedded database; by \
                turns. %s""".formatted(cache()),
                List.of(Runs.table(List.of(fresh, existing))),
                List.of());
    }

    private void measure(ServerProcess server, Runs runs) {
        Pause.of(Pause.SETTLE);
        Meter meter = Meter.start(() -> spent(server));
        double seconds = server.start().toNanos() / 1e9;
        runs.add(seconds, meter.stop());
        progress.say("server ready, " + runs.what() + ": " + Unit.SECONDS.with(seconds));
        server.stop();
    }

    private static Map<String, Double> spent(ServerProcess server) {
        return Map.of(
                "server", Proc.spent(server.pid()),
                "database", Proc.spent(Bed.databaseOf(server.pid())),
                "clients", Proc.spent(ProcessHandle.current().pid()));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("drover-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started by a cache that is older than the jar, a JVM would refuse it; the launcher then leaves it out. */
    private static String cache() {
        Path jar = Commands.PROJECT.resolve("server/target/drover-server/drover-server.jar");
        Path cache = Commands.PROJECT.resolve("server/target/drover-server/drover-server.aot");
        try {
            boolean used = Files.exists(cache)
                    && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
            return used ? "With the AOT cache made at package time." : "WITHOUT an AOT cache: there is none.";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
