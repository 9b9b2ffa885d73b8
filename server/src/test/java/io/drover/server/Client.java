package io.drover.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as one caller in one environment or none. */
record Client(String url, String key, @Nullable String environment) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Answer(int status, JsonNode body) {
        /** The body, if it went well. */
        JsonNode ok() {
            if (status / 100 != 2) {
                throw new AssertionError("answered %d: %s".formatted(status, body));
            }
            return body;
        }

        String text(String field) {
            return body.path(field).asString("");
        }
    }

    Client in(@Nullable String other) {
        return new Client(url, key, other);
    }

    Client as(String other) {
        return new Client(url, other, environment);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer send(String method, String path, @Nullable Object body) {
        String scope = environment == null ? "" : "/projects/" + environment;
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v2-beta" + scope + path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** Ids of what a list shows. */
    List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        get(path).ok().path("data").forEach(one -> ids.add(one.path("id").asString()));
        return ids;
    }

    /** The environment's members, set by an owner or an administrator. */
    void setMembers(List<Map<String, String>> members) {
        in(null).post("/projects/" + environment + "?action=setmembers", Map.of("members", members))
                .ok();
    }
}
