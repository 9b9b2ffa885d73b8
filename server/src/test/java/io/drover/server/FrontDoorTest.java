package io.drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.gateway.tls.Certificate;
import io.drover.gateway.tls.SelfSigned;
import io.drover.gateway.tls.ServerKeys;
import io.drover.model.trust.ServerTrust;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The public port before anything is behind it. */
class FrontDoorTest {
    private static final Certificate CERTIFICATE =
            SelfSigned.make(List.of("127.0.0.1"), Instant.now(), new SecureRandom());

    private static HttpResponse<String> get(String url) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(new ServerTrust.Pinned(CERTIFICATE.fingerprint()).context())
                .build()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void saysThatItIsStartingAlsoOverTls() throws Exception {
        StartProgress progress = new StartProgress();
        progress.at("the database is starting");
        try (var door = FrontDoorHandler.open("127.0.0.1", 0, new ServerKeys(CERTIFICATE), progress)) {
            HttpResponse<String> answer = get("https://127.0.0.1:" + door.port() + "/ping");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("the database is starting");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        }
    }

    @Test
    void thePlainPortBesideItLeadsThere() throws Exception {
        try (var redirect = RedirectHandler.open("127.0.0.1", 0, 8443)) {
            String url = "http://127.0.0.1:" + redirect.port();
            HttpResponse<String> answer = get(url + "/v2-beta?a=b");
            assertThat(answer.statusCode()).isEqualTo(308);
            assertThat(answer.headers().firstValue("Location")).hasValue("https://127.0.0.1:8443/v2-beta?a=b");
            HttpResponse<String> secret = get(url + "/v2-beta?token=abc");
            assertThat(secret.statusCode()).isEqualTo(403);
            assertThat(secret.body()).contains("not encrypted");
        }
    }
}
