package io.drover.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import io.drover.agent.engine.EngineFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers of the engine of which a few fields are wanted, read as plain JSON. docker-java's typed answers for these two calls load
 * hundreds of classes for fields nobody here reads: 3 MB of the agent's memory.
 */
final class EngineJson {
    private static final int NOT_FOUND = 404;

    private final DockerHttpClient http;
    private final ObjectMapper json;

    EngineJson(DockerHttpClient http, ObjectMapper json) {
        this.http = http;
        this.json = json;
    }

    /** A missing node if the engine answers that there is no such thing. */
    JsonNode get(String path) throws IOException {
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path(path)
                .build();
        try (DockerHttpClient.Response response = http.execute(request)) {
            int status = response.getStatusCode();
            if (status == NOT_FOUND) {
                return json.missingNode();
            }
            if (status / 100 != 2) {
                String said = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
                throw new EngineFailure(
                        Kind.REFUSED,
                        "The engine answers %d to %s: %s".formatted(status, path, EngineMessages.bare(said)));
            }
            return json.readTree(response.getBody());
        }
    }
}
