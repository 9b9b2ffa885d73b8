package io.drover.proxy;

import static io.drover.proxy.ProxyRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SubscribeTest {
    private static ProxyRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new ProxyRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void pingsAtOnceAndThenCarriesEventsBetweenPings() {
        String token = rig.suite.internalToken("member", Map.of());
        ProxyRig.Client client = rig.open(
                "/v2-beta/subscribe?eventNames=resource.change&include=a%20b",
                "Authorization", "Bearer " + token, "X-Drover-Base", "http://drover/v2-beta/projects/1a7");
        await("the first ping", () -> !client.received.isEmpty());
        assertThat(client.received.getFirst()).contains("\"name\":\"ping\"");
        assertThat(rig.suite.subscribers)
                .containsExactly("/v2-beta/subscribe?eventNames=resource.change&include=a%20b"
                        + " http://drover/v2-beta/projects/1a7 Bearer ");
        rig.suite.events.tryEmitNext("{\"name\":\"resource.change\",\"n\":1}").orThrow();
        rig.suite.events.tryEmitNext("{\"name\":\"resource.change\",\"n\":2}").orThrow();
        await(
                "both events",
                () -> client.received.stream()
                                .filter(text -> text.contains("resource.change"))
                                .count()
                        == 2);
        await(
                "more pings",
                () -> client.received.stream()
                                .filter(text -> text.contains("ping"))
                                .count()
                        >= 3);
        client.leave();
        await("the scheduler's stream is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
    }

    @Test
    void whoseAccessHasEndedIsToldAndLetGoAndOthersGoOn() {
        ProxyRig.Client gone = rig.open(
                "/v2-beta/subscribe",
                "Authorization",
                "Bearer " + rig.suite.internalToken("member", Map.of("cred", "1c7")));
        ProxyRig.Client stays = rig.open(
                "/v2-beta/subscribe",
                "Authorization",
                "Bearer " + rig.suite.internalToken("member", Map.of("cred", "1c8")));
        await("both are subscribed", () -> rig.suite.events.currentSubscriberCount() == 2);
        await("revocations are followed", () -> rig.suite.revocations.currentSubscriberCount() == 1);
        rig.suite.revocations.tryEmitNext("{\"credential\":\"1c7\"}").orThrow();
        gone.awaitClose();
        assertThat(gone.received.getLast()).contains("\"name\":\"logout\"");
        await("only the other is left", () -> rig.suite.events.currentSubscriberCount() == 1);
        assertThat(stays.received).noneMatch(text -> text.contains("logout"));
        stays.leave();
    }

    /** The check's answer comes on a thread of its own choice: the upgrade must not depend on which. */
    @Test
    void everySubscriptionOpensWhateverThreadTheAnswerCameOn() {
        String token = rig.suite.internalToken("member", Map.of());
        for (int i = 0; i < 16; i++) {
            ProxyRig.Client client =
                    rig.open("/v2-beta/subscribe?eventNames=resource.change", "Authorization", "Bearer " + token);
            await("a ping", () -> !client.received.isEmpty());
            client.leave();
        }
        await("all streams are let go", () -> rig.suite.events.currentSubscriberCount() == 0);
        rig.suite.subscribers.clear();
    }

    @Test
    void refusesBeforeTheUpgrade() {
        assertThat(rig.refusal("/v2-beta/subscribe?eventNames=resource.change")).startsWith("401");
        String token = rig.suite.internalToken("user", Map.of());
        assertThat(rig.refusal("/v2-beta/subscribe?forbidden=1", "Authorization", "Bearer " + token))
                .startsWith("403")
                .contains("the caller's role may not subscribe to events");
        assertThat(rig.http("Authorization", "Bearer " + token)
                        .get()
                        .uri("/v2-beta/subscribe")
                        .response()
                        .map(response -> response.status().code())
                        .block(ProxyRig.LIMIT))
                .isEqualTo(400);
    }

    @Test
    void aSubscriberThatTakesNothingIsDropped() throws Exception {
        String token = rig.suite.internalToken("member", Map.of());
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", rig.port()));
            String upgrade = "GET /v2-beta/subscribe?eventNames=resource.change HTTP/1.1\r\nHost: x\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            await("it is subscribed", () -> rig.suite.events.currentSubscriberCount() == 1);
            String event = "{\"name\":\"resource.change\",\"filler\":\"" + "x".repeat(16_000) + "\"}";
            await("it is dropped", () -> {
                for (int i = 0; i < 200; i++) {
                    rig.suite.events.tryEmitNext(event);
                }
                return rig.suite.events.currentSubscriberCount() == 0;
            });
        }
    }
}
