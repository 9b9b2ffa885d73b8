package io.drover.gateway;

import io.drover.api.audit.AuditObjects;
import io.netty.buffer.Unpooled;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Identity, scheduler and websocket-proxy as small servers on ports of their own, which remember what they were asked. */
final class FakeParts implements AutoCloseable {
    /** What an administrator set. */
    static final String REALM = "keys of the example";

    static final String SECRET = "the secret of the suite under test";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A request as a part got it; header names in lower case. */
    record Seen(String part, String method, String uri, Map<String, String> headers, String body) {}

    final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    final Queue<JsonNode> audited = new ConcurrentLinkedQueue<>();
    final AtomicInteger signIns = new AtomicInteger();
    final AtomicInteger openStreams = new AtomicInteger();
    final Map<String, String> secrets = new ConcurrentHashMap<>();
    volatile Sinks.Many<String> revocations = Sinks.many().multicast().directBestEffort();
    volatile Duration signInDelay = Duration.ZERO;
    volatile boolean isAuditWritable = true;
    volatile Instant expiresAt = Instant.parse("2099-01-01T00:00:00Z");

    private final Map<String, Part> parts = new TreeMap<>();

    /** Stops and starts on the same port, as a service does. */
    private static final class Part {
        private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
        private final Supplier<HttpServer> recipe;
        private DisposableServer server;
        private final int port;

        Part(Supplier<HttpServer> recipe) {
            this.recipe = recipe;
            this.server = recipe.get().channelGroup(connections).port(0).bindNow();
            this.port = server.port();
        }

        void stop() {
            server.disposeNow();
            connections.close().awaitUninterruptibly();
        }

        void start() {
            server = recipe.get().channelGroup(connections).port(port).bindNow();
        }
    }

    FakeParts() {
        secrets.put("key:secret", "1a1");
        secrets.put("session", "1a2");
        secrets.put("second:factor", "1a3");
        parts.put("identity", new Part(() -> server(this::identity)));
        parts.put("scheduler", new Part(() -> server((request, response) -> any("scheduler", request, response))));
        parts.put("proxy", new Part(() -> server(this::proxy)));
    }

    private interface Answer {
        Publisher<Void> to(HttpServerRequest request, HttpServerResponse response);
    }

    private static HttpServer server(Answer answer) {
        return HttpServer.create()
                .host("127.0.0.1")
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(65_536).maxHeaderSize(65_536))
                .handle(answer::to);
    }

    private Part part(String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    String url(String part) {
        return "http://127.0.0.1:" + part(part).port;
    }

    void stop(String part) {
        part(part).stop();
    }

    void start(String part) {
        part(part).start();
    }

    List<Seen> seenBy(String part) {
        return seen.stream().filter(one -> one.part().equals(part)).toList();
    }

    void forget() {
        seen.clear();
        audited.clear();
        signIns.set(0);
    }

    private Publisher<Void> identity(HttpServerRequest request, HttpServerResponse response) {
        String path = "/" + request.path();
        if (path.startsWith("/internal/")
                && !SECRET.equals(request.requestHeaders().get("X-Drover-Internal"))) {
            return response.status(401).send();
        }
        return switch (path) {
            case "/internal/token" ->
                request.receive()
                        .aggregate()
                        .asString()
                        .delayElement(signInDelay)
                        .flatMap(body -> Mono.from(token(JSON.readTree(body), response)));
            case "/internal/revocations" ->
                response.header("Content-Type", "application/x-ndjson")
                        .send(
                                Flux.concat(Mono.just("{}\n"), revocations.asFlux())
                                        .map(line -> Unpooled.copiedBuffer(line, StandardCharsets.UTF_8)),
                                _ -> true);
            case "/internal/settings" ->
                response.header("Content-Type", "application/x-ndjson")
                        .sendString(Flux.just(
                                        "{\"name\": \"api.auth.realm\", \"value\": \"" + REALM + "\"}\n",
                                        "{\"name\": \"rancher.server.version\", \"value\": \"v1.6.30\"}\n",
                                        "{}\n")
                                .concatWith(Mono.never()));
            case "/internal/audit" ->
                request.receive().aggregate().asString().flatMap(body -> Mono.from(audit(body, response)));
            default -> any("identity", request, response);
        };
    }

    private Publisher<Void> audit(String body, HttpServerResponse response) {
        if (!isAuditWritable) {
            return response.status(503).send();
        }
        JSON.readTree(body).forEach(audited::add);
        return response.status(204).send();
    }

    private Publisher<Void> token(JsonNode asked, HttpServerResponse response) {
        signIns.incrementAndGet();
        String shown = asked.path("user").isString()
                ? asked.get("user").asString() + ":" + asked.path("secret").asString("")
                : asked.path("secret").asString("");
        String account = secrets.get(shown);
        String environment = asked.path("environment").asString("");
        if (account == null) {
            return json(response.status(401), error(401, "Unauthorized", "Unauthorized", "the key is wrong"));
        }
        if (shown.equals("second:factor")) {
            return json(response.status(401), error(401, "SecondFactorRequired", "a code is needed as well", null));
        }
        if (environment.equals("nonsense")) {
            return json(response.status(400), error(400, "InvalidFormat", "'nonsense' is no id", null));
        }
        if (environment.equals("1a99")) {
            return json(response.status(403), error(403, "Forbidden", "Forbidden", "no access to environment 1a99"));
        }
        Map<String, Object> answer = new TreeMap<>(Map.of(
                "token",
                "internal-" + account + "-" + environment + "-" + signIns.get(),
                "expiresAt",
                expiresAt.toString(),
                "accountId",
                account,
                "accountKind",
                "user",
                "accountName",
                "Ann",
                "role",
                "owner",
                "credential",
                "1c7"));
        if (!environment.isEmpty()) {
            answer.put("environment", environment);
        }
        return json(response, answer);
    }

    /** The body that identity-service sends. */
    private static Map<String, @Nullable Object> error(
            int status, String code, String message, @Nullable String detail) {
        Map<String, @Nullable Object> body = new TreeMap<>();
        body.put("type", "error");
        body.put("status", status);
        body.put("code", code);
        body.put("message", message);
        body.put("detail", detail);
        return body;
    }

    /** A path with {@code slow} in it is never answered. */
    private Publisher<Void> any(String part, HttpServerRequest request, HttpServerResponse response) {
        String path = "/" + request.path();
        if (path.equals("/actuator/health")) {
            return json(response, Map.of("status", "UP"));
        }
        if (path.contains("slow")) {
            return Mono.never();
        }
        if (path.startsWith("/v2-beta/schemas/")) {
            boolean hasIt = path.endsWith(part.equals("identity") ? "/account" : "/stack");
            return hasIt ? json(response, Map.of("id", path)) : json(response.status(404), Map.of());
        }
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            remember(part, request, body);
            if (AuditObjects.WANTED.equals(request.requestHeaders().get(AuditObjects.HEADER))) {
                response.header(
                        AuditObjects.HEADER, new AuditObjects("{\"password\":\"***\"}", "{\"id\":\"1st3\"}").header());
            }
            return Mono.from(json(response, document(part, path)));
        });
    }

    private static Map<String, Object> document(String part, String path) {
        return switch (path) {
            case "/v2-beta/schemas" ->
                Map.of(
                        "type",
                        "collection",
                        "data",
                        List.of(
                                Map.of("id", part.equals("identity") ? "account" : "stack"),
                                Map.of("id", "shared", "from", part)));
            case "/v2-beta" -> Map.of("id", "v2-beta", "links", Map.of(part + "Things", "/x", "self", "/v2-beta"));
            default -> Map.of("part", part);
        };
    }

    private void remember(String part, HttpServerRequest request, String body) {
        Map<String, String> headers = new TreeMap<>();
        request.requestHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        seen.add(new Seen(part, request.method().name(), request.uri(), headers, body));
    }

    /** An echo; of a path with {@code refused} in it 403, and with {@code closing} closed with a reason. */
    private Publisher<Void> proxy(HttpServerRequest request, HttpServerResponse response) {
        remember("proxy", request, "");
        boolean isUpgrade =
                "websocket".equalsIgnoreCase(request.requestHeaders().get("Upgrade"));
        if (!isUpgrade || request.uri().contains("refused")) {
            return response.status(isUpgrade ? 403 : 400).send();
        }
        boolean isClosing = request.uri().contains("closing");
        return response.sendWebsocket((in, out) -> {
            openStreams.incrementAndGet();
            Mono<Void> said = isClosing
                    ? out.sendClose(4001, "the shell ended")
                    : out.sendString(in.receive().asString().map(text -> "echo " + text))
                            .then();
            return said.doFinally(_ -> openStreams.decrementAndGet());
        });
    }

    private static Publisher<Void> json(HttpServerResponse response, Map<String, ? extends @Nullable Object> body) {
        return response.header("Content-Type", "application/json")
                .sendString(Mono.just(JSON.writeValueAsString(body)))
                .then();
    }

    /** What a part got last. */
    @Nullable
    Seen last() {
        List<Seen> all = new ArrayList<>(seen);
        return all.isEmpty() ? null : all.getLast();
    }

    @Override
    public void close() {
        parts.values().forEach(Part::stop);
    }
}
