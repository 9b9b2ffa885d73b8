package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drover.gateway.FakeParts.Seen;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Mono;

/** The gateway as it runs, before small servers that play the services. */
class GatewayTest {
    private static final String KEY = "Basic " + base64("key:secret");

    private static FakeParts parts;
    private static ConfigurableApplicationContext gateway;
    private static int port;
    private WebTestClient client;

    @BeforeAll
    static void start() {
        parts = new FakeParts();
        gateway = GatewayApplication.builder()
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=" + FakeParts.SECRET,
                        "--drover.services.identity-url=" + parts.url("identity"),
                        "--drover.services.scheduler-url=" + parts.url("scheduler"),
                        "--drover.services.proxy-url=" + parts.url("proxy"),
                        "--drover.gateway.max-body=64KB",
                        "--drover.gateway.answer-timeout=1s",
                        "--drover.gateway.audit-pending=3");
        port = Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                .getPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        parts.close();
    }

    @BeforeEach
    void forget() {
        await().until(() ->
                gateway.getBean(io.drover.gateway.audit.AuditTrail.class).size() == 0);
        parts.forget();
        client = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private WebTestClient.ResponseSpec get(String path) {
        return client.get()
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", KEY)
                .exchange();
    }

    record Way(
            String path,
            String part,
            String upstream,
            @Nullable String base) {
        @Override
        public String toString() {
            return path;
        }
    }

    static final List<Way> WAYS = List.of(
            new Way("/v2-beta/accounts", "identity", "/v2-beta/accounts", "/v2-beta"),
            new Way("/v2-beta/stacks", "scheduler", "/v2-beta/stacks", "/v2-beta"),
            new Way("/v2-beta/projects", "identity", "/v2-beta/projects", "/v2-beta"),
            new Way("/v2-beta/projects/1a5", "identity", "/v2-beta/projects/1a5", "/v2-beta"),
            new Way(
                    "/v2-beta/projects/1a5/projectMembers",
                    "identity",
                    "/v2-beta/projects/1a5/projectMembers",
                    "/v2-beta"),
            new Way("/v2-beta/projects/1a5/stacks", "scheduler", "/v2-beta/stacks", "/v2-beta/projects/1a5"),
            new Way(
                    "/v2-beta/projects/1a5/stacks/1st3/services",
                    "scheduler",
                    "/v2-beta/stacks/1st3/services",
                    "/v2-beta/projects/1a5"),
            new Way(
                    "/v2-beta/projects/1a5/registrationtokens",
                    "identity",
                    "/v2-beta/registrationtokens",
                    "/v2-beta/projects/1a5"),
            new Way("/v1/projects/1a5/services?limit=2", "scheduler", "/v1/services?limit=2", "/v1/projects/1a5"),
            new Way("/v2-beta//stacks//1st3", "scheduler", "/v2-beta/stacks/1st3", "/v2-beta"),
            new Way("/v2-beta/stacks?name=a%20b&x=%26", "scheduler", "/v2-beta/stacks?name=a%20b&x=%26", "/v2-beta"));

    @ParameterizedTest
    @FieldSource("WAYS")
    void sendsEachPathToItsPart(Way way) {
        get(way.path()).expectStatus().isOk().expectBody().jsonPath("$.part").isEqualTo(way.part());

        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.uri()).isEqualTo(way.upstream());
        assertThat(seen.headers()).containsEntry("x-drover-base", "http://127.0.0.1:" + port + way.base());
    }

    @Test
    void passesOnNothingThatOnlyTheGatewayMaySay() {
        client.get()
                .uri("/v2-beta/stacks?token=leak&limit=1")
                .header("Authorization", KEY)
                .header("Cookie", "token=session; other=1")
                .header("X-Drover-Internal", FakeParts.SECRET)
                .header("X-Drover-Base", "http://evil")
                .header("X-API-Client-IP", "6.6.6.6")
                .header("X-API-Roles", "admin")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Host", "evil")
                .header("X-Private", "1")
                .header("Connection", "keep-alive, X-Private")
                .header("X-Kept", "yes")
                .exchange()
                .expectStatus()
                .isOk();

        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.uri()).isEqualTo("/v2-beta/stacks?limit=1");
        assertThat(seen.headers())
                .hasEntrySatisfying("authorization", value -> assertThat(value).startsWith("Bearer internal-1a1--"))
                .containsEntry("x-api-client-ip", "127.0.0.1")
                .containsEntry("x-drover-base", "http://127.0.0.1:" + port + "/v2-beta")
                .containsEntry("x-kept", "yes")
                .doesNotContainKeys(
                        "cookie",
                        "x-drover-internal",
                        "x-api-roles",
                        "x-forwarded-for",
                        "x-forwarded-host",
                        "x-private");
    }

    @Test
    void joinsIndexAndSchemas() {
        get("/v2-beta")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-API-Schemas", "http://127.0.0.1:" + port + "/v2-beta/schemas")
                .expectHeader()
                .valueEquals("X-API-USER-ID", "1a1")
                .expectHeader()
                .valueEquals("X-Rancher-Version", "v1.6.30")
                .expectBody()
                .jsonPath("$.links.identityThings")
                .exists()
                .jsonPath("$.links.schedulerThings")
                .exists();
        get("/v2-beta/projects/1a5/schemas")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-API-ACCOUNT-ID", "1a5")
                .expectBody()
                .jsonPath("$.data[*].id")
                .isEqualTo(List.of("account", "shared", "stack"))
                .jsonPath("$.data[1].from")
                .isEqualTo("identity");
        get("/v2-beta/schemas/stack")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo("/v2-beta/schemas/stack");
        get("/v2-beta/schemas/boat").expectStatus().isNotFound();
        get("/").expectStatus().isOk().expectBody().jsonPath("$.links.latest").exists();
    }

    @Test
    void pongOnlyWhileThePartsAnswer() {
        client.get()
                .uri("/ping")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("pong");
        parts.stop("scheduler");
        try {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> client.get()
                            .uri("/ping")
                            .exchange()
                            .expectStatus()
                            .isEqualTo(503)
                            .expectHeader()
                            .exists("Retry-After")
                            .expectBody()
                            .jsonPath("$.detail")
                            .isEqualTo("scheduler-service does not answer"));
            get("/v2-beta/stacks")
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectBody()
                    .jsonPath("$.detail")
                    .value(String.class, detail -> assertThat(detail).startsWith("scheduler-service"));
            get("/v2-beta/accounts").expectStatus().isOk();
        } finally {
            parts.start("scheduler");
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() ->
                        client.get().uri("/ping").exchange().expectStatus().isOk());
    }

    @Test
    void namesThePartThatIsTooSlow() {
        get("/v2-beta/accounts/slow")
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("identity-service did not answer within 1 s; try again");
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        client.post()
                .uri("/v2-beta/stacks")
                .header("Authorization", KEY)
                .bodyValue("x".repeat(65 * 1024))
                .exchange()
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo(
                        "the request's body is larger than this server takes (65536 bytes): send less at once, or let its"
                                + " operator raise drover.gateway.max-body");
        client.post()
                .uri("/v2-beta/stacks")
                .header("Authorization", KEY)
                .body(reactor.core.publisher.Flux.range(0, 70).map(_ -> "x".repeat(1024)), String.class)
                .exchange()
                .expectStatus()
                .isEqualTo(413);
        assertThat(parts.seenBy("scheduler")).isEmpty();
    }

    @Test
    void longQueriesWork() {
        get("/v2-beta/stacks?name=" + "x".repeat(16_384 - 512)).expectStatus().isOk();
    }

    @Test
    void theMaskedObjectsAServiceAnswersAreInTheRowAndNotInTheAnswer() {
        client.post()
                .uri("/v2-beta/projects/1a5/stacks/1st3?action=upgrade")
                .header("Authorization", KEY)
                .header("X-Drover-Audit", "forged")
                .bodyValue("{\"password\":\"hidden\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .doesNotExist("X-Drover-Audit");
        get("/v2-beta/stacks").expectHeader().doesNotExist("X-Drover-Audit");

        await().atMost(Duration.ofSeconds(5)).until(() -> !parts.audited.isEmpty());
        assertThat(parts.audited).singleElement().satisfies(row -> {
            assertThat(row.get("requestObject").asString()).isEqualTo("{\"password\":\"***\"}");
            assertThat(row.get("responseObject").asString()).isEqualTo("{\"id\":\"1st3\"}");
        });
    }

    @Test
    void recordsEveryChangeAndEveryRefusal() {
        client.post()
                .uri("/v2-beta/projects/1a5/stacks/1st3?action=upgrade&token=x")
                .header("Authorization", KEY)
                .bodyValue("{\"password\":\"hidden\"}")
                .exchange()
                .expectStatus()
                .isOk();
        client.delete().uri("/v2-beta/hosts/1h1").exchange().expectStatus().isUnauthorized();
        get("/v2-beta/projects/1a99/stacks").expectStatus().isForbidden();
        get("/v2-beta/stacks").expectStatus().isOk();

        await().atMost(Duration.ofSeconds(5)).until(() -> parts.audited.size() >= 3);
        assertThat(parts.audited).hasSize(3);
        var rows = parts.audited.stream()
                .map(row -> row.get("eventType").asString() + " "
                        + row.get("resourceId").asString("-") + " "
                        + row.get("accountId").asString("-") + " "
                        + row.get("authenticatedAsAccountId").asString("-") + " "
                        + row.get("responseCode").asInt() + " "
                        + row.get("clientIp").asString() + " "
                        + row.get("authType").asString("-"))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "api.stack.upgrade 1st3 1a5 1a1 200 127.0.0.1 BasicAuth",
                        "api.host.delete 1h1 - - 401 127.0.0.1 -",
                        "api.stack.read - 1a99 - 403 127.0.0.1 BasicAuth");
        assertThat(parts.audited.toString()).doesNotContain("hidden").doesNotContain("secret");
    }

    /** Of the sign-in's own API {@code _method} is not asked; and who signs out changes something. */
    @Test
    void recordsWhatOnlyLooksLikeReadingAndSigningOut() {
        for (String path : List.of("/v1-auth/config?_method=GET", "/v2-beta/stacks?_method=GET")) {
            client.post().uri(path).header("Authorization", KEY).exchange();
        }
        client.delete()
                .uri("/v2-beta/token/current")
                .header("Authorization", KEY)
                .exchange();
        await().atMost(Duration.ofSeconds(5)).until(() -> parts.audited.size() >= 3);
        assertThat(parts.audited.stream().map(row -> row.get("eventType").asString()))
                .containsExactlyInAnyOrder("api.config.create", "api.stack.create", "api.token.delete");
    }

    @Test
    void refusesChangesWhileTheyCannotBeRecorded() {
        parts.isAuditWritable = false;
        try {
            for (int i = 0; i < 3; i++) {
                client.post()
                        .uri("/v2-beta/stacks")
                        .header("Authorization", KEY)
                        .exchange()
                        .expectStatus()
                        .isOk();
            }
            client.post()
                    .uri("/v2-beta/stacks")
                    .header("Authorization", KEY)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectBody()
                    .jsonPath("$.detail")
                    .value(String.class, detail -> assertThat(detail).contains("audit log is not writable"));
            assertThat(parts.seenBy("scheduler")).hasSize(3);
            get("/v2-beta/stacks").expectStatus().isOk();
        } finally {
            parts.isAuditWritable = true;
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> client.post()
                        .uri("/v2-beta/stacks")
                        .header("Authorization", KEY)
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    @Test
    void passesWebSocketsThrough() {
        assertThat(echo("/v2-beta/projects/1a5/subscribe?eventNames=resource.change", KEY))
                .isEqualTo("echo hello");
        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.uri()).isEqualTo("/v2-beta/subscribe?eventNames=resource.change");
        assertThat(seen.headers().get("authorization")).startsWith("Bearer internal-1a1-1a5");

        assertThat(echo("/v1/agent-link", KEY)).isEqualTo("echo hello");
        assertThat(Objects.requireNonNull(parts.last()).headers().get("authorization"))
                .startsWith("Bearer internal-");
    }

    @Test
    void namesThePublicAddressAsTheOriginOfProgramsThatNameNone() {
        try (HttpClient programs = HttpClient.newHttpClient()) {
            programs.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + port + "/v1/logs?token=ticket"), new WebSocket.Listener() {})
                    .join()
                    .abort();
        }
        await().until(() -> parts.last() != null); // the handshake is answered before the part is asked
        assertThat(Objects.requireNonNull(parts.last()).headers()).containsEntry("origin", "http://127.0.0.1:" + port);
    }

    @Test
    void leavesTicketsToWebsocketProxy() {
        assertThat(echo("/v1/logs?token=ticket", null)).isEqualTo("echo hello");
        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.uri()).isEqualTo("/v1/logs?token=ticket");
        assertThat(seen.headers()).doesNotContainKey("authorization");
        assertThat(parts.signIns).hasValue(0);
    }

    private static @Nullable String echo(String path, @Nullable String authorization) {
        HttpHeaders headers = new HttpHeaders();
        if (authorization != null) {
            headers.set("Authorization", authorization);
        }
        AtomicReference<String> answer = new AtomicReference<>();
        new ReactorNettyWebSocketClient()
                .execute(
                        URI.create("ws://127.0.0.1:" + port + path),
                        headers,
                        session -> session.send(Mono.just(session.textMessage("hello")))
                                .thenMany(session.receive().take(1).map(WebSocketMessage::getPayloadAsText))
                                .doOnNext(answer::set)
                                .then())
                .block(Duration.ofSeconds(10));
        return answer.get();
    }

    @Test
    void showsItsMetricsOnlyToThisMachineAndTheSuite() {
        client.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
        client.get().uri("/actuator/health").exchange().expectStatus().isOk();
        client.get()
                .uri("/actuator/health")
                .header("X-Forwarded-For", "1.2.3.4")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get()
                .uri("/actuator/health")
                .header("X-Forwarded-For", "1.2.3.4")
                .header("X-Drover-Internal", FakeParts.SECRET)
                .exchange()
                .expectStatus()
                .isOk();
        client.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
    }
}
