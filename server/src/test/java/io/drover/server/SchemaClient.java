package io.drover.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that builds itself from the schemas, as those of the reference do: it knows one address, and takes every other from
 * what the server says. What those clients rely on without saying so fails here with a sentence.
 *
 * @param contentType of bodies; null: none is sent, as the Python client does
 */
final class SchemaClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer that is no success. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final transient JsonNode error;

        Refused(String request, int status, JsonNode error) {
            super(request + " answered " + status + ": " + error);
            this.status = status;
            this.error = error;
        }
    }

    private final String key;
    private final @Nullable String contentType;
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();

    private SchemaClient(String key, @Nullable String contentType) {
        this.key = key;
        this.contentType = contentType;
    }

    /** The Go client: {@code /v1} in its address becomes {@code /v2-beta}; the schemas are where the header says. */
    static SchemaClient go(String address, String key) {
        var client = new SchemaClient(key, "application/json");
        return client.discover(address.replace("/v1", "/v2-beta"));
    }

    /** The Python client, which sends bodies without a type. */
    static SchemaClient python(String address, String key) {
        return new SchemaClient(key, null).discover(address);
    }

    private SchemaClient discover(String address) {
        HttpResponse<String> first = send("GET", address, null);
        require(first.statusCode() == 200, address + " answered " + first.statusCode());
        String where = first.headers()
                .firstValue("X-API-Schemas")
                .orElseThrow(() -> new AssertionError("no X-API-Schemas at " + address));
        JsonNode collection = where.equals(address) ? JSON.readTree(first.body()) : get(where, Map.of());
        for (JsonNode schema : collection.path("data")) {
            require(schema.path("type").asString("").equals("schema"), "no schema: " + schema);
            schemas.put(schema.path("id").asString(), schema);
        }
        return this;
    }

    boolean knows(String type) {
        return schemas.containsKey(type);
    }

    /** The type's schema. */
    JsonNode schema(String type) {
        JsonNode schema = schemas.get(type);
        if (schema == null) {
            throw new AssertionError("unknown schema type '" + type + "'; there are " + schemas.keySet());
        }
        return schema;
    }

    private String collection(String type, String method) {
        JsonNode schema = schema(type);
        require(contains(schema.path("collectionMethods"), method), type + " does not offer " + method);
        return schema.path("links").path("collection").asString("");
    }

    /** Values may be lists: the parameter is then sent several times. */
    JsonNode list(String type, Map<String, ?> filters) {
        return get(collection(type, "GET"), filters);
    }

    JsonNode byId(String type, String id) {
        return get(collection(type, "GET") + "/" + id, Map.of());
    }

    JsonNode create(String type, Object body) {
        return modify("POST", collection(type, "POST"), body);
    }

    JsonNode update(JsonNode resource, Object changes) {
        require(
                contains(schema(resource.path("type").asString()).path("resourceMethods"), "PUT"),
                "no PUT for " + resource.path("type"));
        return modify("PUT", self(resource), changes);
    }

    /** A null body is no body. The answer must be JSON, whatever the action. */
    JsonNode action(JsonNode resource, String name, @Nullable Object input) {
        String address = resource.path("actions").path(name).asString("");
        require(!address.isEmpty(), "action '" + name + "' is not available: " + resource.path("actions"));
        return modify("POST", address, input);
    }

    JsonNode link(JsonNode resource, String name) {
        String address = resource.path("links").path(name).asString("");
        require(!address.isEmpty(), "no link '" + name + "': " + resource.path("links"));
        return get(address, Map.of());
    }

    JsonNode reload(JsonNode resource) {
        return get(self(resource), Map.of());
    }

    JsonNode delete(JsonNode resource) {
        return modify("DELETE", self(resource), null);
    }

    /** The next page, or null. */
    @Nullable
    JsonNode next(JsonNode collection) {
        JsonNode next = collection.path("pagination").path("next");
        return next.isString() ? get(next.asString(), Map.of()) : null;
    }

    private static String self(JsonNode resource) {
        return resource.path("links").path("self").asString("");
    }

    JsonNode get(String address, Map<String, ?> filters) {
        List<String> pairs = new ArrayList<>();
        filters.forEach((name, value) -> {
            for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                pairs.add(name + "=" + URLEncoder.encode(String.valueOf(one), StandardCharsets.UTF_8));
            }
        });
        String query = pairs.isEmpty() ? "" : (address.contains("?") ? "&" : "?") + String.join("&", pairs);
        return read("GET " + address + query, send("GET", address + query, null));
    }

    private JsonNode modify(String method, String address, @Nullable Object body) {
        return read(method + " " + address, send(method, address, body == null ? null : JSON.writeValueAsString(body)));
    }

    private static JsonNode read(String request, HttpResponse<String> answer) {
        JsonNode body = JSON.readTree(answer.body());
        if (answer.statusCode() >= 300) {
            throw new Refused(request, answer.statusCode(), body);
        }
        return body;
    }

    private HttpResponse<String> send(String method, String address, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
                .header("User-Agent", contentType == null ? "python-requests/2.7.0" : "Go-http-client/1.1")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (contentType == null) {
            request.header("Accept", "application/json");
        } else {
            request.header("Content-Type", contentType);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + address, e);
        }
    }

    private static boolean contains(JsonNode list, String word) {
        for (JsonNode one : list) {
            if (one.asString("").equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
