package io.drover.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A client of the public API with one credential. */
public final class Api {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String server;
    private final String credential;
    private final @Nullable String environment;

    private Api(String server, String credential, @Nullable String environment) {
        this.server = server;
        this.credential = credential;
        this.environment = environment;
    }

    public static Api withKey(String server, String access, String secret) {
        return new Api(server, access + ":" + secret, null);
    }

    /** The same credential inside an environment: all paths are below it. */
    public Api in(String environmentId) {
        return new Api(server, credential, environmentId);
    }

    /** @param status HTTP status; body null if it was empty */
    public record Answer(int status, JsonNode body) {
        public JsonNode expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("expected " + wanted + " but got " + status + ": " + body);
            }
            return body;
        }

        public String text(String field) {
            return body.path(field).asText();
        }
    }

    /** @param path below {@code /v2-beta}, or below the environment, with a leading slash */
    public Answer send(String method, String path, @Nullable Object body) {
        String base = environment == null ? "/v2-beta" : "/v2-beta/projects/" + environment;
        // Addresses that the server gave are used as they are.
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(server + base + path);
        try {
            var publisher = body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                            body instanceof String text ? text : JSON.writeValueAsString(body));
            var request = HttpRequest.newBuilder(uri)
                    .timeout(LIMIT)
                    .header("Authorization", basic())
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json")
                    .method(method, publisher)
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), parse(answer.body()));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + uri + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) throws JsonProcessingException {
        return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    }

    public JsonNode get(String path) {
        return send("GET", path, null).expect(200);
    }

    public List<JsonNode> list(String path) {
        return StreamSupport.stream(get(path).path("data").spliterator(), false).toList();
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    /** Calls an action of a resource by the address the resource gives. */
    public JsonNode act(JsonNode resource, String action, Map<String, ?> input) {
        String url = resource.path("actions").path(action).asText();
        if (url.isEmpty()) {
            throw new AssertionError("no action " + action + " on " + resource);
        }
        Answer answer = send("POST", url, input);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(action + " answered " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    public ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The first resource of that name, by a filter. */
    public JsonNode named(String collection, String name) {
        List<JsonNode> found = list("/" + collection + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
        if (found.isEmpty()) {
            throw new AssertionError("no " + collection + " named " + name);
        }
        return found.getFirst();
    }

    /** Opens the stream behind {@code {url, token}} and collects its text frames; closes with the reason. */
    public Frames open(JsonNode access) {
        String url = access.path("url").asText();
        var frames = new Frames();
        http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(
                        URI.create(url + (url.contains("?") ? "&" : "?") + "token="
                                + access.path("token").asText()),
                        frames)
                .join();
        return frames;
    }

    /** The subscription of the environment, with this credential. */
    public Frames subscribe() {
        var frames = new Frames();
        http.newWebSocketBuilder()
                .header("Authorization", basic())
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(
                        URI.create(server.replaceFirst("^http", "ws") + "/v2-beta/projects/" + environment
                                + "/subscribe?eventNames=resource.change"),
                        frames)
                .join();
        return frames;
    }

    /** What came through a WebSocket so far. */
    public static final class Frames implements WebSocket.Listener {
        private final List<String> frames = new ArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private @Nullable WebSocket socket;
        private @Nullable String closed;

        @Override
        public synchronized void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized java.util.concurrent.@Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(part.toString());
                part.setLength(0);
            }
            return null;
        }

        @Override
        public synchronized java.util.concurrent.@Nullable CompletionStage<?> onClose(
                WebSocket from, int code, String reason) {
            closed = reason;
            return null;
        }

        public synchronized List<String> all() {
            return List.copyOf(frames);
        }

        public synchronized @Nullable String closeReason() {
            return closed;
        }

        public void sendText(String text) {
            WebSocket open = socket;
            if (open != null) {
                open.sendText(text, true).join();
            }
        }

        public void close() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
