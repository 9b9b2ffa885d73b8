package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who is let in, by what they show, and what those hear who are not. */
class CredentialsTest {
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

    record Refusal(String method, String path, @Nullable String authorization, int status) {
        @Override
        public String toString() {
            return method + " " + path + " " + status;
        }
    }

    static final List<Refusal> REFUSALS = List.of(
            new Refusal("GET", "/v2-beta/stacks", null, 401),
            new Refusal("GET", "/v2-beta/stacks", "Basic " + base64("key:wrong"), 401),
            new Refusal("GET", "/v2-beta/stacks", "Bearer nonsense", 401),
            new Refusal("GET", "/v2-beta/stacks", "Digest x", 401),
            new Refusal("GET", "/v2-beta/stacks", "Basic %%%", 401),
            new Refusal("GET", "/v2-beta/projects/1a99/stacks", KEY, 403),
            new Refusal("GET", "/v2-beta/projects/nonsense/stacks", KEY, 400),
            new Refusal("DELETE", "/v2-beta/token/current", null, 401),
            new Refusal("GET", "/v2-beta", null, 401),
            new Refusal("GET", "/v2-beta/schemas", null, 401),
            new Refusal("GET", "/", null, 401),
            new Refusal("GET", "/internal/token", KEY, 404),
            new Refusal("GET", "/v2-beta/../internal/token", KEY, 400),
            new Refusal("GET", "/v2-beta/%2e%2e/internal/token", KEY, 400),
            new Refusal("GET", "/v2-beta/projects/1a5/..%2f..%2finternal", KEY, 400),
            new Refusal("GET", "/anything", KEY, 404),
            new Refusal("POST", "/v2-beta/schemas", KEY, 405),
            new Refusal("GET", "/v1-catalog/templates", KEY, 404));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void refusesWhatIsNotAllowed(Refusal refusal) {
        var request = client.method(HttpMethod.valueOf(refusal.method()))
                .uri(URI.create("http://127.0.0.1:" + port + refusal.path()));
        if (refusal.authorization() != null) {
            request.header("Authorization", refusal.authorization());
        }
        request.exchange()
                .expectStatus()
                .isEqualTo(refusal.status())
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("error")
                .jsonPath("$.status")
                .isEqualTo(refusal.status());
        assertThat(parts.seen).isEmpty();
    }

    @Test
    void aRefusalKeepsItsCodeAndItsSentence() {
        client.get()
                .uri("/v2-beta/stacks")
                .header("Authorization", "Basic " + base64("second:factor"))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("SecondFactorRequired")
                .jsonPath("$.message")
                .isEqualTo("a code is needed as well");
        client.get()
                .uri("/v2-beta/projects/nonsense/stacks")
                .header("Authorization", KEY)
                .exchange()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("InvalidFormat");
    }

    @Test
    void challengesWhoShowsNothingUnlessAskedNotTo() {
        client.get()
                .uri("/v2-beta/stacks")
                .exchange()
                .expectHeader()
                .value(HttpHeaders.WWW_AUTHENTICATE, realm -> assertThat(realm).startsWith("Basic realm=\""));
        client.get()
                .uri("/v2-beta/stacks")
                .header("X-API-No-Challenge", "true")
                .exchange()
                .expectHeader()
                .doesNotExist(HttpHeaders.WWW_AUTHENTICATE);
    }

    record Shown(String name, String path, Map<String, String> headers, String token) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Shown> SHOWN = List.of(
            new Shown("key", "/v2-beta/stacks", Map.of("Authorization", KEY), "internal-1a1-"),
            new Shown("bearer", "/v2-beta/stacks", Map.of("Authorization", "Bearer session"), "internal-1a2-"),
            new Shown("cookie", "/v2-beta/stacks", Map.of("Cookie", "token=session"), "internal-1a2-"),
            new Shown("query", "/v2-beta/stacks?token=session", Map.of(), "internal-1a2-"),
            new Shown(
                    "bearer as basic",
                    "/v2-beta/stacks",
                    Map.of("Authorization", "Basic " + base64("X-API-BEARER=1a5:session")),
                    "internal-1a2-1a5"),
            new Shown(
                    "environment by header",
                    "/v2-beta/stacks",
                    Map.of("Authorization", KEY, "X-API-Project-Id", "1a5"),
                    "internal-1a1-1a5"),
            new Shown(
                    "environment by query",
                    "/v2-beta/stacks?projectId=1a6",
                    Map.of("Authorization", KEY),
                    "internal-1a1-1a6"),
            new Shown(
                    "environment by path",
                    "/v2-beta/projects/1a7/stacks",
                    Map.of("Authorization", KEY),
                    "internal-1a1-1a7"));

    @ParameterizedTest
    @FieldSource("SHOWN")
    void understandsEveryWayToShowACredential(Shown shown) {
        client.get()
                .uri(shown.path())
                .headers(headers -> shown.headers().forEach(headers::set))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(Objects.requireNonNull(parts.last()).headers().get("authorization"))
                .startsWith("Bearer " + shown.token());
    }

    @Test
    void aFormMayShowASession() {
        client.post()
                .uri("/v2-beta/stacks")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("name=a&token=session&b=c")
                .exchange()
                .expectStatus()
                .isOk();
        FakeParts.Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.headers().get("authorization")).startsWith("Bearer internal-1a2-");
        assertThat(seen.body()).isEqualTo("name=a&&&&&&&&&&&&&&&b=c");
        client.post()
                .uri("/v2-beta/stacks")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("name=a&token=over")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.post()
                .uri("/v2-beta/stacks")
                .header("User-Agent", "Mozilla/5.0")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("name=a&token=session")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void theSignInIsFoundInAnyCase() {
        client.get().uri("/v1/Tokens").exchange().expectStatus().isOk();
        assertThat(Objects.requireNonNull(parts.last()).uri()).isEqualTo("/v1/tokens");
    }

    @Test
    void strangersMayAskHowToSignInAndSignIn() {
        client.get().uri("/v2-beta/token").exchange().expectStatus().isOk();
        client.post()
                .uri("/v2-beta/token")
                .header("Cookie", "token=over")
                .bodyValue("code=a:b")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(parts.seenBy("identity"))
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.headers()).doesNotContainKey("authorization"));
        assertThat(Objects.requireNonNull(parts.last()).body()).isEqualTo("code=a:b");
    }

    @Test
    void asksIdentityOncePerCredentialAndAgainAfterItsRevocation() {
        await().until(() -> parts.revocations.currentSubscriberCount() == 1);
        get("/v2-beta/projects/1a11/stacks").expectStatus().isOk();
        get("/v2-beta/projects/1a11/hosts").expectStatus().isOk();
        assertThat(parts.signIns).hasValue(1);

        assertThat(parts.revocations.tryEmitNext("{\"credential\":\"1c7\"}\n").isSuccess())
                .isTrue();
        await().atMost(Duration.ofSeconds(1)).until(() -> {
            get("/v2-beta/projects/1a11/stacks").expectStatus().isOk();
            return parts.signIns.get() > 1;
        });
    }

    /** Nobody has lost anything by it, but the token says a name or a role that is not so any more. */
    @Test
    void asksIdentityAgainForWhatIsStale() {
        await().until(() -> parts.revocations.currentSubscriberCount() == 1);
        get("/v2-beta/projects/1a13/stacks").expectStatus().isOk();
        int before = parts.signIns.get();

        assertThat(parts.revocations
                        .tryEmitNext("{\"environment\":\"1a13\",\"stale\":true}\n")
                        .isSuccess())
                .isTrue();
        await().atMost(Duration.ofSeconds(1)).until(() -> {
            get("/v2-beta/projects/1a13/stacks").expectStatus().isOk();
            return parts.signIns.get() > before;
        });
    }

    @Test
    void requestsThatComeTogetherShareOneCall() {
        parts.signInDelay = Duration.ofMillis(300);
        var web = org.springframework.web.reactive.function.client.WebClient.create("http://127.0.0.1:" + port);
        reactor.core.publisher.Flux.range(0, 20)
                .flatMap(
                        _ -> web.get()
                                .uri("/v2-beta/projects/1a12/stacks")
                                .header("Authorization", KEY)
                                .retrieve()
                                .toBodilessEntity(),
                        20)
                .blockLast(Duration.ofSeconds(10));
        parts.signInDelay = Duration.ZERO;
        assertThat(parts.signIns).hasValue(1);
        assertThat(parts.seenBy("scheduler")).hasSize(20);
    }
}
