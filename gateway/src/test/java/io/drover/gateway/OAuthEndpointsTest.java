package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.gateway.FakeParts.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What the gateway hands on to the OAuth2 endpoints, which check clients and browsers themselves. */
class OAuthEndpointsTest {
    private static final String CLIENT =
            "Basic " + Base64.getEncoder().encodeToString("key:secret".getBytes(StandardCharsets.UTF_8));

    private static FakeParts parts;
    private static ConfigurableApplicationContext gateway;
    private static HttpClient http;
    private static String url;

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
                        "--drover.gateway.trusted-proxies=127.0.0.1",
                        "--drover.gateway.limits.stranger-per-second=1",
                        "--drover.gateway.limits.stranger-burst=20");
        url = "http://127.0.0.1:"
                + Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                        .getPort();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        gateway.close();
        parts.close();
    }

    @BeforeEach
    void forget() {
        parts.forget();
    }

    private static HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .headers(headers)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aClientsCredentialIsTheirsToCheck() throws Exception {
        HttpResponse<String> answer = post(
                "/oauth2/token",
                "Authorization",
                CLIENT,
                "Cookie",
                "token=session; drover-oauth=own; other=1; drover-oauth-csrf=proof",
                "X-Drover-Base",
                "https://evil.example",
                "DPoP",
                "proof");

        Seen seen = Objects.requireNonNull(parts.last());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(parts.signIns).hasValue(0);
        assertThat(seen.uri()).isEqualTo("/oauth2/token");
        assertThat(seen.headers())
                .containsEntry("authorization", CLIENT)
                .containsEntry("cookie", "token=session; drover-oauth=own; drover-oauth-csrf=proof")
                .containsEntry("x-drover-base", url + "/v2-beta")
                .containsEntry("x-api-client-ip", "127.0.0.1");
    }

    @Test
    void theQueryArrivesAsItWasSent() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/oauth2/authorize?client_id=x&token=kept&state=a%26b"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Objects.requireNonNull(parts.last()).uri())
                .isEqualTo("/oauth2/authorize?client_id=x&token=kept&state=a%26b");
    }

    @Test
    void browsersNeedNoProofOfOursAndNothingIsRecordedHere() throws Exception {
        assertThat(post("/oauth2/sign-in", "User-Agent", "Mozilla/5.0", "Cookie", "token=session; CSRF=0123456789")
                        .statusCode())
                .isEqualTo(200);
        assertThat(parts.audited).isEmpty();
    }

    @Test
    void tooMuchFromOneAddressIsTurnedAway() throws Exception {
        int turnedAway = 0;
        for (int i = 0; i < 40; i++) {
            int status = post("/oauth2/token", "Authorization", CLIENT, "X-Forwarded-For", "192.0.2.99")
                    .statusCode();
            turnedAway += status == 429 ? 1 : 0;
        }
        assertThat(turnedAway).isPositive();
    }
}
