package io.drover.e2e;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code bin/drover server} as a process that is started, stopped and killed. */
public final class ServerProcess implements AutoCloseable {
    public static final String KEY = "E2EACCESSKEY00000001";
    public static final String SECRET = "e2e-secret-that-only-this-run-knows-0001";
    public static final String PASSWORD = "correct horse battery staple";

    private static final Duration READY = Duration.ofMinutes(3);

    private final Path data;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private @Nullable Process process;

    /** @param data the server's data folder */
    public ServerProcess(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    public int port() {
        return port;
    }

    /** As this machine sees it. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** As lab hosts see it. */
    public String urlForHosts() {
        return "http://" + Lab.network() + ".1:" + port;
    }

    public File log() {
        return data.resolveSibling(data.getFileName() + ".log").toFile();
    }

    public long pid() {
        return process == null ? 0 : process.pid();
    }

    /** Starts the program and returns at once. */
    public void launch() {
        try {
            var builder = new ProcessBuilder(
                            Commands.PROJECT.resolve("bin/drover").toString(),
                            "server",
                            "--port",
                            Integer.toString(port),
                            "--data",
                            data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
            builder.environment().put("DROVER_BOOTSTRAP_PASSWORD", PASSWORD);
            builder.environment().put("DROVER_BOOTSTRAP_KEY", KEY + ":" + SECRET);
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start the server", e);
        }
    }

    /** Starts the program and waits until it answers. Returns how long that took. */
    public Duration start() {
        long began = System.nanoTime();
        launch();
        Eventually.within(READY).every(Duration.ofMillis(50)).check("the server answers /ping", this::answers);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    public boolean answers() {
        Process running = process;
        if (running != null && !running.isAlive()) {
            throw new IllegalStateException("the server ended with code " + running.exitValue() + ", see " + log());
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(url() + "/ping"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().strip().equals("pong");
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it in good order. */
    public void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(40, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new IllegalStateException("the server did not stop within 40 s, see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void close() {
        stop();
    }
}
