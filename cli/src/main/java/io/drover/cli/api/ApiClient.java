package io.drover.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.failure.CliFailure;
import io.drover.cli.json.Json;
import io.drover.cli.settings.Credential;
import io.drover.cli.settings.ServerUrl;
import io.drover.cli.settings.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one server. Paths are relative to the environment ({@code services?name=web}) or, with a slash in front, to
 * the API ({@code /projects}); links from resources are taken as they are, but always go to the server's known address.
 */
public final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(100);
    /** A conflict passes when the change it met is done (spec: api contract, 3). */
    private static final int ATTEMPTS = 4;

    private static final int MOST_OF_AN_ERROR = 64 * 1024;

    private static final Duration CONFLICT_PAUSE = Duration.ofMillis(250);

    private final HttpClient http;
    private final ServerUrl server;
    private final @Nullable Credential credential;
    private final @Nullable String environment;
    private final Consumer<String> trace;

    /** Where, and whom to believe there. */
    public record Server(ServerUrl url, Trust trust) {}

    /** @param trace is told each request and its status, never a credential */
    public ApiClient(
            Server server, @Nullable Credential credential, @Nullable String environment, Consumer<String> trace) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (server.url().isPlainHttp()) {
            builder.sslContext(DeferredTls.context());
        } else if (!server.trust().isUsual()) {
            builder.sslContext(tls(server.trust()));
        }
        this.http = builder.build();
        this.server = server.url();
        this.credential = credential;
        this.environment = environment;
        this.trace = trace;
    }

    private static SSLContext tls(Trust trust) {
        try {
            return trust.parsed().context();
        } catch (IOException e) {
            throw CliFailure.of(e.getMessage() + ": name another with --ca or DROVER_CA");
        }
    }

    private ApiClient(ApiClient other, String environment) {
        this.http = other.http;
        this.server = other.server;
        this.credential = other.credential;
        this.environment = environment;
        this.trace = other.trace;
    }

    /** The environment of relative paths. */
    public String environmentId() {
        if (environment == null) {
            throw CliFailure.of("no environment is chosen: choose one with 'drover env use NAME', or give --env NAME");
        }
        return environment;
    }

    public ApiClient inEnvironment(String environmentId) {
        return new ApiClient(this, environmentId);
    }

    /**
     * Ends the client's selector. A process that exits while a thread is inside a system call is held by the JVM for
     * 300 ms: as long again as the whole of {@code drover ps}.
     */
    @Override
    public void close() {
        http.shutdownNow();
        try {
            boolean ended = http.awaitTermination(CLOSE_PATIENCE);
            trace.accept(ended ? "closed" : "closing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Resource get(String path) {
        return resource(send("GET", path, null));
    }

    /** Empty when the server does not know it. */
    public Optional<Resource> find(String path) {
        HttpResponse<byte[]> response = exchange("GET", path, null);
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(resource(checked(response, "GET", path)));
    }

    public Resource post(String path, JsonNode body) {
        return resource(send("POST", path, body));
    }

    public Resource put(String path, JsonNode body) {
        return resource(send("PUT", path, body));
    }

    /** Deletes; what is gone already is fine. */
    public void delete(String path) {
        HttpResponse<byte[]> response = exchange("DELETE", path, null);
        if (response.statusCode() != 404) {
            checked(response, "DELETE", path);
        }
    }

    /** All pages of a collection. */
    public List<Resource> list(String path) {
        return listAll(List.of(path)).getFirst();
    }

    /** Several collections, asked for at once; in the order of the paths. */
    public List<List<Resource>> listAll(List<String> paths) {
        List<CompletableFuture<HttpResponse<byte[]>>> first =
                paths.stream().map(path -> start("GET", path, null)).toList();
        List<List<Resource>> lists = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            lists.add(rows(checked(await(first.get(i)), "GET", paths.get(i)), paths.get(i)));
        }
        return lists;
    }

    private List<Resource> rows(HttpResponse<byte[]> firstPage, String path) {
        List<Resource> rows = new ArrayList<>();
        JsonNode page = body(firstPage);
        while (true) {
            if (page == null || !page.path("data").isArray()) {
                throw CliFailure.of("the server's answer to GET " + path + " is not a collection: is " + server.base()
                        + " a Drover server?");
            }
            for (JsonNode row : page.path("data")) {
                if (row instanceof ObjectNode object) {
                    rows.add(new Resource(object));
                }
            }
            JsonNode next = page.path("pagination").path("next");
            if (!next.isTextual()) {
                return rows;
            }
            page = body(send("GET", next.textValue(), null));
        }
    }

    /** An answer as it is, of what is no resource: OAuth2's endpoints say in a form of their own what is wrong. */
    public record Answer(int status, @Nullable JsonNode body) {
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** @param path from the server's root on */
    public Answer plain(String path) {
        return answer("GET", path, request("GET", server.base() + path, null));
    }

    /** @param path from the server's root on */
    public Answer postForm(String path, Map<String, String> form) {
        HttpRequest.Builder request = request("POST", server.base() + path, null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
        return answer("POST", path, request);
    }

    private Answer answer(String method, String path, HttpRequest.Builder request) {
        HttpResponse<byte[]> response = await(http.sendAsync(request.build(), BodyHandlers.ofByteArray()));
        trace.accept(response.statusCode() + " " + method + " " + path);
        return new Answer(response.statusCode(), body(response));
    }

    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** An answer of any length, as it comes. The caller closes it. */
    public InputStream download(String path) {
        HttpResponse<InputStream> response =
                await(http.sendAsync(request("GET", address(path), null).build(), BodyHandlers.ofInputStream()));
        trace.accept(response.statusCode() + " GET " + path);
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_OF_AN_ERROR);
            throw CliFailure.of(ApiErrors.sentence(response.statusCode(), parsed(bytes), "GET", path));
        } catch (IOException e) {
            throw CliFailure.of(ApiErrors.unreachable(server.base(), e));
        }
    }

    /** Opens a WebSocket with the caller's credential, to a path like those of requests. */
    public CompletableFuture<WebSocket> openOwnSocket(String path, WebSocket.Listener listener) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (credential != null) {
            builder.header("Authorization", credential.header());
        }
        return builder.buildAsync(webSocketAddress(address(path)), listener);
    }

    /** Opens the stream of a {@code hostAccess} or {@code statsAccess}: its token is all the credential it gets. */
    public WebSocket openStream(Resource access, WebSocket.Listener listener) {
        String url = access.text("url");
        String token = access.text("token");
        String separator = url.contains("?") ? "&" : "?";
        URI address = webSocketAddress(token.isEmpty() ? url : url + separator + "token=" + encode(token));
        trace.accept("WebSocket " + url);
        try {
            return await(
                    http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).buildAsync(address, listener));
        } catch (CliFailure e) {
            throw CliFailure.of("cannot open the stream at " + url + ": " + e.sentence());
        }
    }

    private static URI webSocketAddress(String address) {
        return URI.create(address.startsWith("http") ? "ws" + address.substring("http".length()) : address);
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable JsonNode body) {
        return checked(exchange(method, path, body), method, path);
    }

    private HttpResponse<byte[]> exchange(String method, String path, @Nullable JsonNode body) {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<byte[]> response = await(start(method, path, body));
            // A 503 of a GET changed nothing; any other request may have been carried out.
            boolean again = response.statusCode() == 409 || (response.statusCode() == 503 && method.equals("GET"));
            if (!again || attempt == ATTEMPTS) {
                return response;
            }
            pause(CONFLICT_PAUSE.multipliedBy(attempt));
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> start(String method, String path, @Nullable JsonNode body) {
        String address = address(path);
        HttpRequest request = request(method, address, body).build();
        trace.accept(method + " " + address);
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String method, String address, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(REQUEST_TIMEOUT)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (credential != null) {
            request.header("Authorization", credential.header());
        }
        return request;
    }

    private String address(String path) {
        if (path.startsWith("http://") || path.startsWith("https://")) {
            return server.relocate(path);
        }
        if (path.startsWith("/")) {
            return server.api() + path;
        }
        return server.environmentApi(environmentId()) + "/" + path;
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            trace.accept("failed: " + cause);
            throw CliFailure.of(ApiErrors.unreachable(server.base(), cause));
        }
    }

    private HttpResponse<byte[]> checked(HttpResponse<byte[]> response, String method, String path) {
        int status = response.statusCode();
        trace.accept(status + " " + method + " " + path + " " + response.body().length + " bytes");
        if (status >= 200 && status < 300) {
            return response;
        }
        JsonNode error = body(response);
        String code = error == null ? "" : error.path("code").asText("");
        throw CliFailure.answered(code, ApiErrors.sentence(status, error, method, path));
    }

    private Resource resource(HttpResponse<byte[]> response) {
        if (body(response) instanceof ObjectNode object) {
            return new Resource(object);
        }
        return new Resource(Json.object());
    }

    /** Null when the body is empty or not JSON (a proxy's error page). */
    private static @Nullable JsonNode body(HttpResponse<byte[]> response) {
        return parsed(response.body());
    }

    private static @Nullable JsonNode parsed(byte[] bytes) {
        try {
            return bytes.length == 0 ? null : Json.parse(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration); // the one thread of the command has nothing else to do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.of("interrupted");
        }
    }
}
