package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drover.gateway.FakeParts.Seen;
import io.drover.gateway.tls.Certificate;
import io.drover.gateway.tls.SelfSigned;
import io.drover.gateway.tls.ServerKeys;
import io.drover.gateway.tls.TlsConfig;
import io.drover.model.trust.ServerTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The gateway as strangers and browsers meet it: over TLS, behind a proxy that it trusts, with narrow limits. */
class PublicPortTest {
    private static final String KEY = "Basic " + base64("key:secret");
    private static final String FIREFOX = "Mozilla/5.0 Firefox/140.0";
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static FakeParts parts;
    private static ConfigurableApplicationContext gateway;
    private static HttpClient http;
    private static String url;
    private static Certificate certificate;
    /** Each test comes from an address of its own, so that no test uses up another's limit. */
    private String address = "";

    @BeforeAll
    static void start() throws IOException {
        parts = new FakeParts();
        parts.secrets.put("other:secret", "1a3");
        certificate = SelfSigned.make(List.of("127.0.0.1"), Instant.now(), new SecureRandom());
        ServerKeys keys = new ServerKeys(certificate);
        gateway = GatewayApplication.builder()
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("tls", WebServerFactoryCustomizer.class, () -> secured(keys)))
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=" + FakeParts.SECRET,
                        "--drover.services.identity-url=" + parts.url("identity"),
                        "--drover.services.scheduler-url=" + parts.url("scheduler"),
                        "--drover.services.proxy-url=" + parts.url("proxy"),
                        "--drover.gateway.trusted-proxies=127.0.0.1",
                        "--drover.gateway.fingerprint=" + certificate.fingerprint(),
                        "--drover.gateway.limits.account-per-second=1",
                        "--drover.gateway.limits.account-burst=30",
                        "--drover.gateway.limits.stranger-per-second=1",
                        "--drover.gateway.limits.stranger-burst=5");
        url = "https://127.0.0.1:"
                + Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                        .getPort();
        http = HttpClient.newBuilder()
                .sslContext(new ServerTrust.Pinned(certificate.fingerprint()).context())
                .build();
    }

    private static WebServerFactoryCustomizer<NettyReactiveWebServerFactory> secured(ServerKeys keys) {
        return new WebServerFactoryCustomizer<>() {
            @Override
            public void customize(NettyReactiveWebServerFactory factory) {
                factory.addServerCustomizers(server -> TlsConfig.secured(server, keys, 32 * 1024));
            }
        };
    }

    @AfterAll
    static void stop() {
        http.close();
        gateway.close();
        parts.close();
    }

    @BeforeEach
    void comeFromElsewhere() {
        parts.forget();
        address = "192.0.2." + ADDRESSES.incrementAndGet();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-Forwarded-For", address)
                .timeout(Duration.ofSeconds(10));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, @Nullable String authorization) throws Exception {
        return send("GET", path, authorization == null ? Map.of() : Map.of("Authorization", authorization));
    }

    record Answer(String path, @Nullable String authorization, int status) {}

    static final List<Answer> ANSWERS = List.of(
            new Answer("/ping", null, 200),
            new Answer("/v2-beta/stacks", KEY, 200),
            new Answer("/v2-beta", KEY, 200),
            new Answer("/v2-beta/stacks", null, 401),
            new Answer("/v2-beta/projects/1a99/stacks", KEY, 403),
            new Answer("/nothing", null, 404),
            new Answer("/v2-beta/%2e%2e/x", KEY, 400),
            new Answer("/actuator/health", null, 404));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void everyAnswerCarriesTheSecurityHeaders(Answer given) throws Exception {
        HttpResponse<String> answer = get(given.path(), given.authorization());
        assertThat(answer.statusCode()).isEqualTo(given.status());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().allValues("Strict-Transport-Security")).containsExactly("max-age=31536000");
    }

    @Test
    void linksNameTheAddressTheClientUsed() throws Exception {
        get("/v2-beta/stacks", KEY);
        assertThat(Objects.requireNonNull(parts.last()).headers())
                .containsEntry("x-drover-base", url + "/v2-beta")
                .containsEntry("x-api-client-ip", address);
    }

    @Test
    void tellsWhoeverWritesCommandsForAgentsWhomTheyAreToBelieve() throws Exception {
        get("/v2-beta/projects/1a5/registrationTokens", KEY);
        assertThat(Objects.requireNonNull(parts.last()).headers())
                .containsEntry("x-drover-fingerprint", certificate.fingerprint().text());
        send("GET", "/v2-beta/stacks", Map.of("Authorization", KEY, "X-Drover-Fingerprint", "forged"));
        assertThat(Objects.requireNonNull(parts.last()).headers()).doesNotContainKey("x-drover-fingerprint");
    }

    record Ride(String name, String method, Map<String, String> headers, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Ride> RIDES = List.of(
            new Ride(
                    "a page of somebody else",
                    "POST",
                    Map.of("User-Agent", FIREFOX, "Cookie", "token=session; CSRF=0123456789"),
                    403),
            new Ride(
                    "a page of this server",
                    "POST",
                    Map.of(
                            "User-Agent",
                            FIREFOX,
                            "Cookie",
                            "token=session; CSRF=0123456789",
                            "X-API-CSRF",
                            "0123456789"),
                    200),
            new Ride("no cookie yet", "DELETE", Map.of("User-Agent", FIREFOX, "Cookie", "token=session"), 403),
            new Ride("reading", "GET", Map.of("User-Agent", FIREFOX, "Cookie", "token=session"), 200),
            new Ride("a program", "POST", Map.of("User-Agent", "curl/8", "Cookie", "token=session"), 200),
            new Ride("a program without a name", "POST", Map.of("Authorization", KEY), 200));

    @ParameterizedTest
    @FieldSource("RIDES")
    void browsersMustProveThatTheirPageIsOurs(Ride given) throws Exception {
        HttpResponse<String> answer = send(given.method(), "/v2-beta/stacks", given.headers());
        assertThat(answer.statusCode()).isEqualTo(given.status());
        if (given.status() == 403) {
            assertThat(answer.body()).contains("\"code\":\"InvalidCSRFToken\"", "X-API-CSRF");
            assertThat(parts.seenBy("scheduler")).isEmpty();
        }
    }

    @Test
    void aMethodInTheQueryMakesNoReadingOfAChange() throws Exception {
        Map<String, String> stranger = Map.of("User-Agent", FIREFOX, "Cookie", "token=session");
        for (String path : List.of("/v2-beta/stacks?_method=GET", "/v1-auth/config?_method=GET")) {
            assertThat(send("POST", path, stranger).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(parts.seenBy("scheduler")).isEmpty();
        assertThat(parts.seenBy("identity")).isEmpty();
    }

    @Test
    void aMethodInTheQueryIsNoWayAround() throws Exception {
        HttpResponse<String> answer = send(
                "GET", "/v2-beta/stacks/1st1?_method=DELETE", Map.of("User-Agent", FIREFOX, "Cookie", "token=session"));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void everyAnswerBringsBrowsersTheirCookie() throws Exception {
        HttpResponse<String> refused = send("GET", "/v2-beta/stacks", Map.of("User-Agent", FIREFOX));
        assertThat(refused.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(
                        cookie -> assertThat(cookie).matches("CSRF=[0-9a-f]{10}; Path=/; SameSite=Lax; Secure"));
        HttpResponse<String> again =
                send("GET", "/v2-beta/token", Map.of("User-Agent", FIREFOX, "Cookie", "CSRF=0123456789"));
        assertThat(again.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("CSRF=0123456789;"));
        assertThat(get("/v2-beta/stacks", KEY).headers().firstValue("Set-Cookie"))
                .isEmpty();
        assertThat(send("POST", "/v2-beta/token", Map.of("User-Agent", FIREFOX)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void pagesOfOthersReadNothing() throws Exception {
        for (String method : List.of("GET", "OPTIONS")) {
            HttpResponse<String> answer = send(
                    method,
                    "/v2-beta/stacks",
                    Map.of(
                            "Origin",
                            "https://evil.example",
                            "Access-Control-Request-Method",
                            "POST",
                            "Authorization",
                            KEY));
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    void strangersAreHeldUpAndThoseSignedInBehindTheSameProxyAreNot() throws Exception {
        assertThat(get("/v2-beta/projects/1a5/stacks", KEY).statusCode()).isEqualTo(200);
        List<Integer> guesses = IntStream.range(0, 12)
                .mapToObj(guess -> status("/v2-beta/stacks", "Bearer guess-" + guess))
                .toList();
        assertThat(guesses).startsWith(401, 401, 401).endsWith(429, 429);

        HttpResponse<String> turnedAway = get("/v2-beta/token", null);
        assertThat(turnedAway.statusCode()).isEqualTo(429);
        assertThat(turnedAway.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(turnedAway.body()).contains("without a valid credential came from " + address);

        assertThat(get("/v2-beta/projects/1a5/stacks", KEY).statusCode())
                .describedAs("held token")
                .isEqualTo(200);
        assertThat(get("/v2-beta/projects/1a6/stacks", KEY).statusCode())
                .describedAs("known credential, another environment")
                .isEqualTo(200);
        assertThat(get("/ping", null).statusCode()).isEqualTo(200);
    }

    @Test
    void anAccountThatAsksTooMuchIsHeldUpAloneAndLeavesNoRows() throws Exception {
        String other = "Basic " + base64("other:secret");
        List<Integer> answers = IntStream.range(0, 40)
                .mapToObj(_ -> status("/v2-beta/stacks", other))
                .toList();
        assertThat(answers).startsWith(200, 200, 200).contains(429);
        HttpResponse<String> turnedAway = send("POST", "/v2-beta/stacks", Map.of("Authorization", other));
        assertThat(turnedAway.statusCode()).isEqualTo(429);
        assertThat(turnedAway.headers().firstValue("Retry-After")).isPresent();
        assertThat(turnedAway.body()).contains("account 1a3 sends more requests than one account may");
        await().until(() ->
                gateway.getBean(io.drover.gateway.audit.AuditTrail.class).size() == 0);
        assertThat(parts.audited).noneMatch(row -> row.get("responseCode").asInt() == 429);
    }

    private int status(String path, String authorization) {
        try {
            return get(path, authorization).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void webSocketsWorkOverTls() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .header("Authorization", KEY)
                .buildAsync(
                        URI.create(url.replace("https:", "wss:") + "/v2-beta/projects/1a5/subscribe?eventNames=x"),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket from, CharSequence text, boolean last) {
                                answer.complete(text.toString());
                                return null;
                            }
                        })
                .get(10, TimeUnit.SECONDS);
        // The listener asks for one message by itself.
        socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(seen.headers()).containsEntry("origin", url);
        socket.abort();
    }
}
