package io.drover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a verification came, in a file out of the server's reach: whoever takes rows from the log's end, and the signatures over
 * them with them, is found out by the next one.
 *
 * @param keys public keys by generation
 */
public record KeptPlace(long sequence, String hash, Map<Integer, String> keys) {
    public KeptPlace {
        keys = Map.copyOf(keys);
    }

    /** Empty when there is no such file yet. */
    static Optional<KeptPlace> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.parse(Files.readAllBytes(file));
            Map<Integer, String> keys = new HashMap<>();
            json.path("keys")
                    .forEach(key -> keys.put(
                            key.path("generation").asInt(),
                            key.path("publicKey").asText()));
            if (!json.path("sequence").isIntegralNumber() || !json.path("hash").isTextual()) {
                throw CliFailure.of("--keep: " + file + " is no file this command wrote; name another one");
            }
            return Optional.of(new KeptPlace(
                    json.path("sequence").asLong(), json.path("hash").asText(), keys));
        } catch (IOException e) {
            throw CliFailure.of("--keep: cannot read " + file + ": " + e.getMessage());
        }
    }

    void write(Path file) {
        ObjectNode json = Json.object();
        json.put("sequence", sequence);
        json.put("hash", hash);
        ArrayNode list = json.putArray("keys");
        new TreeMap<>(keys)
                .forEach((generation, key) ->
                        list.addObject().put("generation", generation).put("publicKey", key));
        try {
            Files.writeString(file, Json.pretty(json) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CliFailure.of("--keep: cannot write " + file + ": " + e.getMessage());
        }
    }

    /** The generation of a key that is another one now. */
    Optional<Integer> otherKey(Map<Integer, String> now) {
        return keys.entrySet().stream()
                .filter(key -> !key.getValue().equals(now.get(key.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }
}
