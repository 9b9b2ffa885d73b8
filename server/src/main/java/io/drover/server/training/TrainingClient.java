package io.drover.server.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, with a key. */
final class TrainingClient {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http;
    private final String server;
    private final String authorization;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param key user and password of Basic authentication, with a colon between */
    TrainingClient(HttpClient http, String server, String key) {
        this.http = http;
        this.server = server;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    TrainingClient as(String key) {
        return new TrainingClient(http, server, key);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    /** Something beside the API, for what it wakes up. */
    void visit(String path) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(URI.create(server + path)).timeout(LIMIT).build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /** The answer as JSON. An answer that tells of an error, which is worth training too, is one as well. */
    JsonNode send(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v2-beta" + path))
                .timeout(LIMIT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer.isEmpty() ? json.createObjectNode() : json.readTree(answer);
    }
}
