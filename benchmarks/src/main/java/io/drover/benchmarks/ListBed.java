package io.drover.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.e2e.Api;
import io.drover.e2e.Commands;
import io.drover.e2e.Eventually;
import io.drover.e2e.ServerProcess;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server with some stacks, and the way past its gateway: scheduler-service's own port, and a token as the gateway has one. */
final class ListBed implements AutoCloseable {
    private static final int STACKS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process server;
    private final int port;
    private final String environment;
    private final String directUrl;
    private final String token;

    private ListBed(Process server, int port, String environment, String directUrl, String token) {
        this.server = server;
        this.port = port;
        this.environment = environment;
        this.directUrl = directUrl;
        this.token = token;
    }

    static ListBed start() {
        try {
            Path folder = Files.createTempDirectory("drover-benchmark");
            int port = FreePort.find();
            Process server = launch(folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "list-bed-down"));
            String url = "http://127.0.0.1:" + port;
            Eventually.within(LIMIT).check("the server answers /ping", () -> status(url + "/ping", "x: y") == 200);
            Api root = Api.withKey(url, ServerProcess.KEY, ServerProcess.SECRET);
            String environment = root.named("projects", "Default").path("id").asText();
            Api api = root.in(environment);
            for (int stack = 1; stack <= STACKS; stack++) {
                api.post("/stacks", Map.of("name", "stack-" + stack)).expect(201);
            }
            String secret =
                    Files.readString(folder.resolve("data/internal-secret")).strip();
            List<Integer> inner = Listening.portsOf(server.pid()).stream()
                    .filter(found -> found != port)
                    .toList();
            int identity = find(inner, "/internal/jwks", "x: y");
            String token = token(identity, secret, environment);
            int scheduler = find(inner, "/v2-beta/stacks", "Authorization: Bearer " + token);
            return new ListBed(server, port, environment, "http://127.0.0.1:" + scheduler + "/v2-beta/stacks", token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Limits are counted, and so wide that one account can use it all. */
    private static Process launch(Path folder, int port) throws IOException {
        var builder = new ProcessBuilder(
                        Commands.PROJECT.resolve("bin/drover").toString(),
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().put("DROVER_BOOTSTRAP_KEY", ServerProcess.KEY + ":" + ServerProcess.SECRET);
        builder.environment()
                .merge(
                        "DROVER_JAVA_OPTS",
                        "-Ddrover.gateway.limits.account-per-second=1000000 -Ddrover.gateway.limits.account-burst=1000000",
                        (given, ours) -> given + " " + ours);
        return builder.start();
    }

    private static int find(List<Integer> ports, String path, String header) {
        return ports.stream()
                .filter(port -> status("http://127.0.0.1:" + port + path, header) == 200)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no port of the server answers " + path));
    }

    private static int status(String url, String header) {
        String[] parts = header.split(": ", 2);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(2))
                    .header(parts[0], parts[1])
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String token(int identity, String secret, String environment) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = Api.JSON.writeValueAsString(Map.of(
                    "scheme",
                    "basic",
                    "user",
                    ServerProcess.KEY,
                    "secret",
                    ServerProcess.SECRET,
                    "environment",
                    environment,
                    "path",
                    "/v2-beta/stacks",
                    "clientIp",
                    "127.0.0.1"));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + identity + "/internal/token"))
                    .header("X-Drover-Internal", secret)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            JsonNode answer = Api.JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return answer.path("token").asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    long pid() {
        return server.pid();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/v2-beta/projects/" + environment + "/stacks";
    }

    String directUrl() {
        return directUrl;
    }

    List<String> directHeaders() {
        return List.of(
                "Authorization: Bearer " + token,
                "X-Drover-Base: http://127.0.0.1:" + port + "/v2-beta/projects/" + environment,
                "X-API-Client-IP: 127.0.0.1");
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
