package io.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** How WebSockets begin and end at the public port. */
class StreamsTest {
    private FakeParts parts;
    private ConfigurableApplicationContext gateway;
    private String address;

    @BeforeEach
    void start() {
        parts = new FakeParts();
        gateway = GatewayApplication.builder()
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=" + FakeParts.SECRET,
                        "--drover.services.identity-url=" + parts.url("identity"),
                        "--drover.services.scheduler-url=" + parts.url("scheduler"),
                        "--drover.services.proxy-url=" + parts.url("proxy"));
        address = "ws://127.0.0.1:"
                + Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                        .getPort();
    }

    @AfterEach
    void stop() {
        gateway.close();
        parts.close();
    }

    /** What a client hears; the first text or the end. */
    private static final class Listener implements WebSocket.Listener {
        final CompletableFuture<String> heard = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            heard.complete(text.toString());
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.complete(code + " " + reason);
            return null;
        }
    }

    private WebSocket open(String path, Listener listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address + path), listener)
                .join();
    }

    private HttpResponse<?> refusal(String path) {
        try {
            open(path, new Listener());
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse();
            }
            throw refused;
        }
        throw new AssertionError(path + " was accepted");
    }

    @Test
    void aStreamToAPartThatIsAwayIsRefused() {
        parts.stop("proxy");

        HttpResponse<?> answer = refusal("/v1/logs?token=ticket");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();

        for (int i = 0; i < 20; i++) {
            refusal("/v1/logs?token=ticket");
        }
        assertThat(refusal("/v1/logs?token=ticket").headers().firstValue("Retry-After"))
                .as("the breaker is open: the part is spared for ten seconds")
                .hasValue("10");
    }

    @Test
    void whatAPartRefusesIsTheClientsAnswer() {
        assertThat(refusal("/v1/logs?token=refused").statusCode()).isEqualTo(403);
    }

    @Test
    void theClientHearsWhyAPartClosed() throws Exception {
        Listener listener = new Listener();
        open("/v1/exec?token=closing", listener);

        assertThat(listener.heard.get(10, TimeUnit.SECONDS)).isEqualTo("4001 the shell ended");
    }

    @Test
    void aClientThatGoesAwayLeavesNothingOpen() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = open("/v1/logs?token=ticket", listener);
        socket.sendText("hello", true).join();
        assertThat(listener.heard.get(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
        assertThat(parts.openStreams).hasValue(1);

        socket.abort();

        await().untilAsserted(() -> assertThat(parts.openStreams).hasValue(0));
    }
}
