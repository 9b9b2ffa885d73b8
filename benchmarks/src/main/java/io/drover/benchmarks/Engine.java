package io.drover.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.drover.e2e.Api;
import io.drover.e2e.Lab;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The Docker engine of a lab host, asked directly: Drover is not in between. */
final class Engine {
    private final int host;
    private final String socket;
    private final EngineHttp http;

    private Engine(int host, String socket) {
        this.host = host;
        this.socket = socket;
        this.http = new EngineHttp(Path.of(socket));
    }

    static Engine of(int host) {
        return new Engine(host, Lab.run("env", Integer.toString(host)).replaceFirst("^.*unix://", ""));
    }

    /** Number of the lab host, from 1. */
    int host() {
        return host;
    }

    /** For {@code docker -H}. */
    String uri() {
        return "unix://" + socket;
    }

    String create(String image) {
        return json("POST", "/containers/create", Map.of("Image", image, "HostConfig", Map.of("NetworkMode", "bridge")))
                .path("Id")
                .asText();
    }

    void start(String id) {
        json("POST", "/containers/" + id + "/start", "");
    }

    /** Returns when it is dead. */
    void kill(String id) {
        json("POST", "/containers/" + id + "/kill", "");
    }

    void remove(String id) {
        json("DELETE", "/containers/" + id + "?force=1&v=1", "");
    }

    /** Ids of the containers that run. */
    List<String> running() {
        return ids("/containers/json");
    }

    /** Ids of all containers, whatever their state. */
    List<String> all() {
        return ids("/containers/json?all=1");
    }

    private List<String> ids(String path) {
        return StreamSupport.stream(json("GET", path, "").spliterator(), false)
                .map(one -> one.path("Id").asText())
                .toList();
    }

    /** The stream of those events of containers. */
    EngineHttp.Lines events(List<String> actions) throws IOException {
        String filters = Api.JSON.writeValueAsString(Map.of("type", List.of("container"), "event", actions));
        return http.lines("/events?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
    }

    /** @param body a value to be written as JSON, or empty text */
    JsonNode json(String method, String path, Object body) {
        try {
            String text = body instanceof String string ? string : Api.JSON.writeValueAsString(body);
            EngineHttp.Answer answer = http.send(method, path, text);
            if (answer.status() >= 400) {
                throw new IllegalStateException(
                        method + " " + path + " on h" + host + " answered " + answer.status() + ": " + answer.body());
            }
            return answer.body().isBlank() ? Api.JSON.nullNode() : Api.JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(method + " " + path + " on h" + host + " did not answer JSON", e);
        }
    }
}
