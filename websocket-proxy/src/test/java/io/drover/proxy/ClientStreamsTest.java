package io.drover.proxy;

import static io.drover.proxy.ProxyRig.LIMIT;
import static io.drover.proxy.ProxyRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.drover.api.audit.AuditTrail;
import io.drover.model.HostId;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LogChunk;
import io.drover.proxy.link.LinkRegistry;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.rsocket.RSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

class ClientStreamsTest {
    private static final HostId HOST = new HostId(5);
    private static final Map<String, Object> LOGS =
            Map.of("container", "c1", "lines", 100, "follow", true, "timestamps", true);
    private static final Map<String, Object> EXEC = Map.of(
            "container", "c1", "command", List.of("sh", "-i"), "stdin", true, "tty", true, "columns", 80, "rows", 24);

    private static ProxyRig rig;
    private FakeAgent agent;
    private RSocket link;

    @BeforeAll
    static void start() throws Exception {
        rig = new ProxyRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void connect() {
        agent = new FakeAgent();
        link = Objects.requireNonNull(
                agent.connect(rig.port(), rig.suite.agentToken()).block(LIMIT));
        await("the settings are known", rig.bean(LiveSettings.class)::isKnown);
        await("the link is known", () -> rig.bean(LinkRegistry.class).find(HOST).isPresent());
    }

    @AfterEach
    void disconnect() {
        link.dispose();
        await(
                "the link is forgotten",
                () -> rig.bean(LinkRegistry.class).find(HOST).isEmpty());
    }

    @Test
    void logsComeLineByLineUntilTheClientLeaves() {
        ProxyRig.Client client = rig.open("/v1/logs/?token=" + rig.suite.ticket("logs", LOGS));
        await("the agent is asked", () -> !agent.asked.isEmpty());
        assertThat(agent.asked.element()).startsWith("logs {").contains("\"container\":\"c1\"", "\"follow\":true");
        agent.logs.tryEmitNext(chunk(1, "hello\nwor")).orThrow();
        agent.logs.tryEmitNext(chunk(2, "oops\n")).orThrow();
        agent.logs.tryEmitNext(chunk(1, "ld\n")).orThrow();
        await("three lines", () -> client.received.size() == 3);
        assertThat(client.received).containsExactly("01 hello", "02 oops", "01 world");
        client.leave();
        StepVerifier.create(agent.streamEnded.asMono()).expectComplete().verify(LIMIT);
    }

    @Test
    void logsThatEndCloseTheConnectionNormally() {
        ProxyRig.Client client = rig.open("/v1/logs?token=" + rig.suite.ticket("logs", LOGS));
        await("the agent is asked", () -> !agent.asked.isEmpty());
        agent.logs.tryEmitNext(chunk(0, "last words")).orThrow();
        agent.logs.tryEmitComplete().orThrow();
        assertThat(client.awaitClose().code()).isEqualTo(1000);
        assertThat(client.received).containsExactly("00 last words");
    }

    @Test
    void theAgentsErrorIsTheCloseReason() {
        ProxyRig.Client client = rig.open("/v1/logs/?token=" + rig.suite.ticket("logs", LOGS));
        await("the agent is asked", () -> !agent.asked.isEmpty());
        agent.logs
                .tryEmitError(new IllegalStateException("container c1 is gone"))
                .orThrow();
        var close = client.awaitClose();
        assertThat(close.code()).isEqualTo(1011);
        assertThat(close.reasonText()).isEqualTo("container c1 is gone");
    }

    @Test
    void aShellCarriesInputSizesAndTheExitCode() {
        ProxyRig.Client client = rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC));
        await("the prompt", () -> client.received.size() == 1);
        client.send(base64("ls\n"));
        await("the echo", () -> client.received.size() == 2);
        client.send(":resizeTTY:120,40");
        await("the size", () -> client.received.size() == 3);
        client.send(base64("exit\n"));
        var close = client.awaitClose();
        assertThat(close.code()).isEqualTo(1000);
        assertThat(close.reasonText()).isEqualTo("exit=7");
        assertThat(client.received.stream().map(ClientStreamsTest::decoded))
                .containsExactly("$ sh -i", "ls\n", "size 120x40");
        assertThat(agent.frames.element()).isEqualTo(new ExecFrame.Open("c1", List.of("sh", "-i"), true, true, 80, 24));
    }

    @Test
    void aStreamEndsWithTheAccessItWasOpenedWith() {
        ProxyRig.Client shell = rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC));
        await("the prompt", () -> shell.received.size() == 1);
        await("revocations are followed", () -> rig.suite.revocations.currentSubscriberCount() == 1);
        rig.suite.revocations.tryEmitNext("{\"account\":\"1a8\"}").orThrow();
        rig.suite.revocations.tryEmitNext("{\"credential\":\"1c9\"}").orThrow();
        var close = shell.awaitClose();
        assertThat(close.code()).isEqualTo(1008);
        assertThat(close.reasonText()).isEqualTo("the access this stream was opened with has ended");
        StepVerifier.create(agent.streamEnded.asMono()).expectComplete().verify(LIMIT);
    }

    @Test
    void aStreamGoesOnWhenNobodyHasLostAnything() {
        ProxyRig.Client shell = rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC));
        await("the prompt", () -> shell.received.size() == 1);
        await("revocations are followed", () -> rig.suite.revocations.currentSubscriberCount() == 1);
        rig.suite
                .revocations
                .tryEmitNext("{\"environment\":\"1a7\",\"stale\":true}")
                .orThrow();
        shell.send(base64("ls\n"));
        await("the echo", () -> shell.received.size() == 2);
        rig.suite.revocations.tryEmitNext("{\"environment\":\"1a7\"}").orThrow();
        assertThat(shell.awaitClose().code()).isEqualTo(1008);
    }

    @Test
    void aStreamEndsWhenTheEndOfItsAccessMayHaveBeenMissed() {
        ProxyRig.Client logs = rig.open("/v1/logs?token=" + rig.suite.ticket("logs", LOGS));
        await("the agent is asked", () -> !agent.asked.isEmpty());
        await("revocations are followed", () -> rig.suite.revocations.currentSubscriberCount() == 1);
        rig.suite.breakRevocations();
        assertThat(logs.awaitClose().code()).isEqualTo(1008);
        StepVerifier.create(agent.streamEnded.asMono()).expectComplete().verify(LIMIT);
    }

    @Test
    void theBinaryProtocolCarriesPlainBytes() {
        ProxyRig.Client client = rig.open(
                WebsocketClientSpec.builder().protocols("binary").build(),
                "/v1/exec/?token=" + rig.suite.ticket("exec", EXEC));
        await("the prompt", () -> client.received.contains("$ sh -i"));
        client.input
                .tryEmitNext(new BinaryWebSocketFrame(Unpooled.copiedBuffer("ls\n", StandardCharsets.UTF_8)))
                .orThrow();
        await("the echo", () -> client.received.contains("ls\n"));
        client.send(":resizeTTY:10,20");
        await("the size", () -> client.received.contains("size 10x20"));
        client.leave();
        StepVerifier.create(agent.streamEnded.asMono()).expectComplete().verify(LIMIT);
    }

    /** What was recorded of the client at that address: what other tests left behind arrives when it arrives. */
    private List<JsonNode> auditedFrom(String address) {
        return rig.suite.audited.stream()
                .filter(event -> address.equals(event.path("clientIp").asString("")))
                .toList();
    }

    @Test
    void aShellIsRecordedWhenItBeginsAndWhenItEnds() {
        ProxyRig.Client client =
                rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC), "X-API-Client-IP", "192.0.2.44");
        await("the beginning is recorded", () -> auditedFrom("192.0.2.44").size() == 1);
        JsonNode begin = auditedFrom("192.0.2.44").getFirst();
        assertThat(begin.path("eventType").stringValue()).isEqualTo("shell.begin");
        assertThat(begin.path("resourceId").stringValue()).isEqualTo("1i3");
        assertThat(begin.path("accountId").stringValue()).isEqualTo("1a7");
        assertThat(begin.path("authenticatedAsAccountId").stringValue()).isEqualTo("1a9");
        assertThat(begin.path("clientIp").stringValue()).isEqualTo("192.0.2.44");
        assertThat(begin.path("requestObject").stringValue())
                .contains("\"command\":[\"sh\",\"-i\"]")
                .contains("\"container\":\"c1\"");

        client.send(base64("exit\n"));
        assertThat(client.awaitClose().reasonText()).isEqualTo("exit=7");
        await("the end is recorded", () -> auditedFrom("192.0.2.44").size() == 2);
        JsonNode end = auditedFrom("192.0.2.44").getLast();
        assertThat(end.path("eventType").stringValue()).isEqualTo("shell.end");
        assertThat(end.path("requestObject")).isEqualTo(begin.path("requestObject"));
        assertThat(end.path("responseObject").stringValue()).startsWith("{\"exit\":7,\"bytesTyped\":5,");
        assertThat(end.path("description").stringValue()).isEqualTo("the shell's command ended with 7");
        assertThat(end.path("runtime").asLong()).isNotNegative();
    }

    @Test
    void aShellThatIsLeftEndsToo() {
        ProxyRig.Client client =
                rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC), "X-API-Client-IP", "192.0.2.45");
        await("the prompt", () -> !client.received.isEmpty());
        client.leave();
        await("both are recorded", () -> auditedFrom("192.0.2.45").size() == 2);
        assertThat(auditedFrom("192.0.2.45").getLast().path("responseObject").stringValue())
                .startsWith("{\"exit\":null,");
    }

    @Test
    void aShellIsRecordedIfTheInstallationWantsIt() {
        LiveSettings settings = rig.bean(LiveSettings.class);
        settings.heard(SettingName.SHELL_RECORDING, "all");
        try {
            ProxyRig.Client client =
                    rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC), "X-API-Client-IP", "192.0.2.46");
            await("the notice and the prompt", () -> client.received.size() == 2);
            assertThat(decoded(client.received.getFirst())).isEqualTo("This shell is recorded.\r\n");
            await(
                    "the prompt is kept while the shell is open",
                    () -> auditedFrom("192.0.2.46").size() == 2);
            client.send(base64("exit\n"));
            assertThat(client.awaitClose().reasonText()).isEqualTo("exit=7");
            await("the end is recorded", () -> auditedFrom("192.0.2.46").size() == 4);
            List<JsonNode> events = auditedFrom("192.0.2.46");
            assertThat(events)
                    .extracting(event -> event.path("eventType").stringValue())
                    .containsExactly("shell.begin", "shell.record", "shell.record", "shell.end");
            assertThat(events.getFirst().path("description").stringValue()).endsWith(", recorded");
            assertThat(events.get(1).path("resourceId").stringValue()).isEqualTo("1i3");
            assertThat(events.get(1).path("requestObject").stringValue()).contains("\"part\":1");
            assertThat(events.get(1).path("responseObject").stringValue())
                    .matches("\\{\"frames\":\\[\\[0[.0-9E-]*,\"r\",\"80x24\"],\\[[.0-9E-]+,\"o\",\"\\$ sh -i\"]]}");
            assertThat(events.get(2).path("responseObject").stringValue()).endsWith(",\"i\",\"exit\\n\"]]}");
        } finally {
            settings.heard(SettingName.SHELL_RECORDING, "off");
        }
    }

    @Test
    void aRecordedShellEndsWhenItsRecordingFindsNoPlace() {
        AuditTrail trail = rig.bean(AuditTrail.class);
        LiveSettings settings = rig.bean(LiveSettings.class);
        settings.heard(SettingName.SHELL_RECORDING, "output");
        int taken = 0;
        try {
            ProxyRig.Client client =
                    rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC), "X-API-Client-IP", "192.0.2.47");
            await("what was shown is kept", () -> auditedFrom("192.0.2.47").size() == 2);
            await("what is stored has left its places", () -> trail.size() == 2);
            taken = 10_000 - trail.size();
            assertThat(trail.takePlaces(taken)).isTrue();
            client.send(base64("ls\n"));
            assertThat(client.awaitClose().reasonText()).startsWith("the audit log is not writable");
        } finally {
            trail.giveBack(taken);
            settings.heard(SettingName.SHELL_RECORDING, "off");
        }
    }

    @Test
    void withoutPlacesForItsEventsNoShellBegins() {
        AuditTrail trail = rig.bean(AuditTrail.class);
        int free = 10_000 - trail.size();
        assertThat(trail.takePlaces(free)).isTrue();
        try {
            ProxyRig.Client client = rig.open("/v1/exec/?token=" + rig.suite.ticket("exec", EXEC));
            assertThat(client.awaitClose().reasonText()).startsWith("the audit log is not writable");
            assertThat(client.received).isEmpty();
        } finally {
            trail.giveBack(free);
        }
    }

    @Test
    void statsArePassedAsTheyAre() {
        ProxyRig.Client client = rig.open("/v1/hoststats?token="
                + rig.suite.ticket("stats", Map.of("host", true, "hostResourceId", "1h5", "containers", Map.of())));
        assertThat(client.awaitClose().code()).isEqualTo(1000);
        assertThat(client.received).containsExactly("[{\"id\":\"1h5\"}]", "[{\"id\":\"1h5\",\"n\":2}]");
    }

    @Test
    void aTicketIsGoodForOneStreamOfItsPurposeAndForAMinute() throws Exception {
        String once = rig.suite.ticket("logs", LOGS);
        ProxyRig.Client client = rig.open("/v1/logs/?token=" + once);
        await("the agent is asked", () -> !agent.asked.isEmpty());
        assertThat(rig.refusal("/v1/logs/?token=" + once)).startsWith("401").contains("this ticket was used already");
        client.leave();

        assertThat(rig.refusal("/v1/exec/?token=" + rig.suite.ticket("logs", LOGS)))
                .startsWith("403")
                .contains("this ticket is for 'logs', not for 'exec'");
        var own = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertThat(rig.refusal("/v1/logs/?token=" + rig.suite.ticket("logs", LOGS, Duration.ofMinutes(1), own)))
                .startsWith("401");
        assertThat(rig.refusal(
                        "/v1/logs/?token=" + rig.suite.ticket("logs", LOGS, Duration.ofSeconds(-10), rig.suite.key())))
                .startsWith("401")
                .contains("has expired");
        assertThat(rig.refusal("/v1/logs/?token=" + rig.suite.agentToken())).startsWith("401");
        assertThat(rig.refusal("/v1/logs/")).startsWith("401").contains("needs a token");
    }

    @Test
    void pagesOfOtherSitesAreRefusedAndOwnOnesAreNot() {
        String ticket = rig.suite.ticket("logs", LOGS);
        assertThat(rig.refusal("/v1/logs/?token=" + ticket, "Origin", "https://evil.example"))
                .startsWith("403")
                .contains("pages of 'https://evil.example' may not open streams of this server");
        ProxyRig.Client client = rig.open("/v1/logs/?token=" + ticket, "Origin", "http://127.0.0.1:" + rig.port());
        await("the agent is asked", () -> !agent.asked.isEmpty());
        client.leave();
    }

    @Test
    void aHostThatIsNotLinkedIsNamedBeforeTheUpgrade() {
        link.dispose();
        await(
                "the link is forgotten",
                () -> rig.bean(LinkRegistry.class).find(HOST).isEmpty());
        assertThat(rig.refusal("/v1/logs/?token=" + rig.suite.ticket("logs", LOGS)))
                .startsWith("404")
                .contains("host '1h5' is not connected to this server");
    }

    @Test
    void aClientThatTakesNothingIsDroppedAndTheAgentIsNotFlooded() throws Exception {
        Map<String, Object> flood = Map.of("container", "flood", "lines", 0, "follow", true, "timestamps", false);
        try (var socket = new java.net.Socket("127.0.0.1", rig.port())) {
            socket.setReceiveBufferSize(4096);
            String upgrade = "GET /v1/logs/?token=" + rig.suite.ticket("logs", flood) + " HTTP/1.1\r\nHost: x\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            StepVerifier.create(agent.streamEnded.asMono()).expectComplete().verify(LIMIT);
            assertThat(agent.logsProduced.get() * 8)
                    .as("KiB asked of the agent")
                    .isLessThan(64 * 1024);
        }
    }

    @Test
    void theLinksEndEndsItsStreamsWithAReason() {
        ProxyRig.Client client = rig.open("/v1/logs/?token=" + rig.suite.ticket("logs", LOGS));
        await("the agent is asked", () -> !agent.asked.isEmpty());
        link.dispose();
        assertThat(client.awaitClose().code()).isEqualTo(1011);
    }

    private static LogChunk chunk(int stream, String text) {
        return new LogChunk(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
