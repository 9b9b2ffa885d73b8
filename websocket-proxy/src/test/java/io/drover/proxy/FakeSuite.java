package io.drover.proxy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** identity-service and scheduler-service as far as the proxy sees them, over real HTTP. */
final class FakeSuite implements AutoCloseable {
    static final String SECRET = "a-secret-of-the-suite-for-tests";

    private static final Duration ALIVE_EVERY = Duration.ofSeconds(1);

    private final JsonMapper json = new JsonMapper();
    private final RSAKey key;
    private final DisposableServer server;

    final Queue<JsonNode> hellos = new ConcurrentLinkedQueue<>();
    final Queue<JsonNode> reports = new ConcurrentLinkedQueue<>();
    final Queue<JsonNode> audited = new ConcurrentLinkedQueue<>();
    final Queue<String> documentQueries = new ConcurrentLinkedQueue<>();
    final Queue<String> subscribers = new ConcurrentLinkedQueue<>();
    final AtomicInteger openDocuments = new AtomicInteger();
    volatile Sinks.Many<String> documents = Sinks.many().multicast().directBestEffort();
    final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();

    /** Those of identity-service. */
    volatile Sinks.Many<String> people = Sinks.many().multicast().directBestEffort();

    final Sinks.Many<String> settings = Sinks.many().multicast().directBestEffort();
    volatile Sinks.Many<String> revocations = Sinks.many().multicast().directBestEffort();
    volatile boolean away;

    /** The report of that sequence ends in a 500. */
    volatile long poisonous;

    volatile String refusal = "";

    FakeSuite() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get(
                                "/identity/internal/jwks",
                                (_, response) -> response.header("Content-Type", "application/json")
                                        .sendString(Mono.just(new JWKSet(key.toPublicJWK()).toString())))
                        .get(
                                "/identity/internal/revocations",
                                (_, response) -> response.header("Content-Type", "application/x-ndjson")
                                        .send(told().map(FakeSuite::line), _ -> true))
                        .get("/identity/internal/settings", this::settings)
                        .post("/identity/internal/audit", this::audit)
                        .post("/internal/hosts/hello", this::hello)
                        .get("/internal/hosts/{host}/desired", this::desired)
                        .post("/internal/hosts/{host}/observed", this::observed)
                        .get("/v2-beta/subscribe", this::subscribe)
                        .get("/identity/v2-beta/subscribe", this::subscribeToPeople))
                .bindNow();
    }

    RSAKey key() {
        return key;
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    String identityUrl() {
        return url() + "/identity";
    }

    /** The scheduler goes away: open documents end, requests fail. */
    void leave() {
        away = true;
        documents.tryEmitComplete();
    }

    private Flux<String> told() {
        Sinks.Many<String> now = revocations;
        return now.asFlux()
                .mergeWith(
                        Flux.interval(Duration.ZERO, ALIVE_EVERY).map(_ -> "{}").takeWhile(_ -> now == revocations));
    }

    /** What is revoked until the proxy asks again is never told. */
    void breakRevocations() {
        Sinks.Many<String> before = revocations;
        revocations = Sinks.many().multicast().directBestEffort();
        before.tryEmitComplete();
    }

    void comeBack() {
        documents = Sinks.many().multicast().directBestEffort();
        away = false;
    }

    private Mono<Void> settings(HttpServerRequest request, HttpServerResponse response) {
        return response.header("Content-Type", "application/x-ndjson")
                .send(Flux.concat(Mono.just("{}"), settings.asFlux()).map(FakeSuite::line), _ -> true)
                .then();
    }

    private Mono<Void> audit(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().flatMap(body -> {
            json.readTree(body).forEach(audited::add);
            return response.status(204).send().then();
        });
    }

    private Mono<Void> hello(HttpServerRequest request, HttpServerResponse response) {
        if (!request.requestHeaders().contains("X-Drover-Internal", SECRET, false)) {
            return response.status(403).send().then();
        }
        return request.receive().aggregate().asString().flatMap(body -> {
            hellos.add(json.readTree(body));
            return refusal.isEmpty()
                    ? json(response, "{\"host\":5}")
                    : json(
                            response.status(409),
                            "{\"type\":\"error\",\"message\":\"Conflict\",\"detail\":\"" + refusal + "\"}");
        });
    }

    private Mono<Void> desired(HttpServerRequest request, HttpServerResponse response) {
        if (away) {
            return response.status(503).send().then();
        }
        documentQueries.add(request.uri().substring(request.uri().indexOf('?') + 1));
        Flux<String> lines = documents
                .asFlux()
                .doOnSubscribe(_ -> openDocuments.incrementAndGet())
                .doFinally(_ -> openDocuments.decrementAndGet());
        return response.header("Content-Type", "application/x-ndjson")
                .send(lines.map(FakeSuite::line), _ -> true)
                .then();
    }

    private Mono<Void> observed(HttpServerRequest request, HttpServerResponse response) {
        if (away) {
            return response.status(503).send().then();
        }
        return request.receive().aggregate().asString().flatMap(body -> {
            JsonNode batch = json.readTree(body);
            if (batch.path("sequence").asLong() == poisonous) {
                return json(response.status(500), "{}");
            }
            reports.add(batch);
            return json(response, "{\"sequence\":" + batch.path("sequence").asLong() + "}");
        });
    }

    private Mono<Void> subscribe(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().contains("forbidden")) {
            return json(response.status(403), "{}");
        }
        subscribers.add(request.uri() + " " + request.requestHeaders().get("X-Drover-Base") + " "
                + request.requestHeaders().get("Authorization", "").substring(0, 7));
        return response.header("Content-Type", "application/x-ndjson")
                .send(events.asFlux().map(FakeSuite::line), _ -> true)
                .then();
    }

    private Mono<Void> subscribeToPeople(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().contains("stranger")) {
            return json(response.status(404), "{}");
        }
        return response.header("Content-Type", "application/x-ndjson")
                .send(people.asFlux().map(FakeSuite::line), _ -> true)
                .then();
    }

    private static ByteBuf line(String text) {
        return Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8);
    }

    private static Mono<Void> json(HttpServerResponse response, String body) {
        return response.header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    String internalToken(String role, Map<String, Object> claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .subject("1a9")
                .claim("kind", role)
                .claim("role", role)
                .claim("env", "1a7")
                .claim("env_uuid", "e-uuid")
                .claim("env_name", "Default");
        claims.forEach(set::claim);
        return sign(set, "drover", Duration.ofMinutes(5), key);
    }

    String agentToken() {
        return internalToken("agent", Map.of("agent", 3));
    }

    String ticket(String purpose, Map<String, Object> request) {
        return ticket(purpose, request, Duration.ofSeconds(60), key);
    }

    String ticket(String purpose, Map<String, Object> request, Duration life, RSAKey signer) {
        return sign(
                new JWTClaimsSet.Builder()
                        .subject("1a9")
                        .claim("purpose", purpose)
                        .claim("env", "1a7")
                        .claim("cred", "1c9")
                        .claim("resource", "1i3")
                        .claim("host", 5)
                        .claim("request", request),
                "drover-stream",
                life,
                signer);
    }

    private static String sign(JWTClaimsSet.Builder claims, String audience, Duration life, RSAKey signer) {
        Instant now = Instant.now();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                claims.issuer("drover")
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now.minusSeconds(300)))
                        .expirationTime(Date.from(now.plus(life)))
                        .build());
        try {
            jwt.sign(new RSASSASigner(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
