package io.drover.proxy;

import static io.drover.proxy.ProxyRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

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

    @BeforeEach
    void forget() {
        rig.suite.subscribers.clear();
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
    void carriesTheEventsOfAllServicesAndEndsWithAnyOfThem() {
        ProxyRig.Client client = rig.open(
                "/v2-beta/subscribe", "Authorization", "Bearer " + rig.suite.internalToken("member", Map.of()));
        await(
                "both are subscribed to",
                () -> rig.suite.events.currentSubscriberCount() + rig.suite.people.currentSubscriberCount() == 2);
        rig.suite
                .events
                .tryEmitNext("{\"name\":\"resource.change\",\"resourceType\":\"stack\"}")
                .orThrow();
        rig.suite
                .people
                .tryEmitNext("{\"name\":\"resource.change\",\"resourceType\":\"apiKey\"}")
                .orThrow();
        await(
                "an event of each",
                () -> client.received.stream().anyMatch(text -> text.contains("stack"))
                        && client.received.stream().anyMatch(text -> text.contains("apiKey")));
        Sinks.Many<String> before = rig.suite.people;
        rig.suite.people = Sinks.many().multicast().directBestEffort();
        before.tryEmitComplete();
        assertThat(client.awaitClose().reasonText()).contains("the events ended; subscribe and list again");
        await("the other is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
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
        await("it is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
    }

    @Test
    void whenARevocationMayHaveBeenMissedEverybodyComesAgain() {
        ProxyRig.Client client = rig.open(
                "/v2-beta/subscribe", "Authorization", "Bearer " + rig.suite.internalToken("member", Map.of()));
        await("it is subscribed", () -> rig.suite.events.currentSubscriberCount() == 1);
        await("revocations are followed", () -> rig.suite.revocations.currentSubscriberCount() == 1);
        rig.suite.breakRevocations();
        assertThat(client.awaitClose().reasonText()).contains("not known; subscribe and list again");
        assertThat(client.received).noneMatch(text -> text.contains("logout"));
        await("it is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
    }

    @Test
    void anAccountHasSoManySubscriptionsAndNoMore() {
        String token = "Bearer " + rig.suite.internalToken("member", Map.of());
        List<ProxyRig.Client> open = IntStream.range(0, 64)
                .mapToObj(_ -> rig.open("/v2-beta/subscribe", "Authorization", token))
                .toList();
        await("all are subscribed", () -> rig.suite.events.currentSubscriberCount() == 64);
        assertThat(rig.refusal("/v2-beta/subscribe", "Authorization", token))
                .startsWith("429")
                .contains("64 subscriptions open already");
        String other = "Bearer " + rig.suite.internalToken("member", Map.of("sub", "1a10"));
        ProxyRig.Client others = rig.open("/v2-beta/subscribe", "Authorization", other);
        await("another account has its own", () -> rig.suite.events.currentSubscriberCount() == 65);
        others.leave();
        open.forEach(ProxyRig.Client::leave);
        await("all are let go", () -> rig.suite.events.currentSubscriberCount() == 0);
        ProxyRig.Client again = rig.open("/v2-beta/subscribe", "Authorization", token);
        await("there is room again", () -> rig.suite.events.currentSubscriberCount() == 1);
        again.leave();
        await("it is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
    }

    /** Whoever leaves while it is let in leaves nothing behind, at whichever moment it was. */
    @Test
    void aClientThatLeavesWhileItIsLetInLeavesNothingOpen() throws Exception {
        String token = rig.suite.internalToken("member", Map.of());
        for (int i = 0; i < 300; i++) {
            try (var socket = new Socket("127.0.0.1", rig.port())) {
                String upgrade = "GET /v2-beta/subscribe HTTP/1.1\r\nHost: x\r\n"
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n\r\n";
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(i % 100 * 50_000L);
            }
        }
        await(
                "nothing is held for them",
                () -> rig.suite.events.currentSubscriberCount() + rig.suite.people.currentSubscriberCount() == 0);
        ProxyRig.Client last = rig.open("/v2-beta/subscribe", "Authorization", "Bearer " + token);
        await("a ping", () -> !last.received.isEmpty());
        last.leave();
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
    }

    @Test
    void refusesBeforeTheUpgrade() {
        assertThat(rig.refusal("/v2-beta/subscribe?eventNames=resource.change")).startsWith("401");
        String token = rig.suite.internalToken("user", Map.of());
        assertThat(rig.refusal("/v2-beta/subscribe?forbidden=1", "Authorization", "Bearer " + token))
                .startsWith("403")
                .contains("the caller's role may not subscribe to events");
        assertThat(rig.refusal("/v2-beta/subscribe?stranger=1", "Authorization", "Bearer " + token))
                .startsWith("404");
        await("who said yes is let go", () -> rig.suite.events.currentSubscriberCount() == 0);
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
