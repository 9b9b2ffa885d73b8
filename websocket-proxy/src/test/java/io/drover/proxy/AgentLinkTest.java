package io.drover.proxy;

import static io.drover.proxy.ProxyRig.LIMIT;
import static io.drover.proxy.ProxyRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedBatch;
import io.drover.proxy.link.LinkRegistry;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.util.DefaultPayload;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

class AgentLinkTest {
    private static final HostId HOST = new HostId(5);
    private static ProxyRig rig;
    private static LinkRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        rig = new ProxyRig();
        registry = rig.bean(LinkRegistry.class);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void quiet() {
        rig.suite.comeBack();
        rig.suite.refusal = "";
        rig.suite.hellos.clear();
        rig.suite.reports.clear();
        rig.suite.documentQueries.clear();
    }

    @Test
    void aLinkIsKnownWhileItLivesAndItsIdentityComesFromTheToken() {
        RSocket link = connect(new FakeAgent());
        assertThat(registry.find(HOST)).isPresent();
        JsonNode hello = rig.suite.hellos.element();
        assertThat(hello.path("agent").asLong()).isEqualTo(3);
        assertThat(hello.path("environment").asLong()).isEqualTo(7);
        assertThat(hello.path("environmentUuid").asString()).isEqualTo("e-uuid");
        assertThat(hello.path("hello").path("host").path("engineId").asString()).isEqualTo("ENGINE");
        link.dispose();
        await("the link is forgotten", () -> registry.find(HOST).isEmpty());
    }

    @Test
    void aNewerLinkReplacesTheOlder() {
        RSocket older = connect(new FakeAgent());
        RSocket newer = connect(new FakeAgent());
        StepVerifier.create(older.onClose().onErrorComplete()).expectComplete().verify(LIMIT);
        assertThat(newer.isDisposed()).isFalse();
        assertThat(registry.find(HOST)).isPresent();
        newer.dispose();
        await("the link is forgotten", () -> registry.find(HOST).isEmpty());
    }

    @Test
    void documentsArePipedAndGoOnFromTheLastVersionWhenTheSchedulerComesBack() {
        RSocket link = connect(new FakeAgent());
        List<String> received = new CopyOnWriteArrayList<>();
        Disposable stream = link.requestStream(DefaultPayload.create("", "desired"))
                .map(Payload::getDataUtf8)
                .subscribe(received::add);
        await("the document is asked for", () -> rig.suite.openDocuments.get() == 1);
        rig.suite.documents.tryEmitNext(snapshot(50)).orThrow();
        await("the snapshot arrives", () -> received.size() == 1);
        rig.suite.leave();
        await("the scheduler's stream ended", () -> rig.suite.openDocuments.get() == 0);
        assertThat(link.isDisposed()).isFalse();
        rig.suite.comeBack();
        await("the document is asked for again", () -> rig.suite.openDocuments.get() == 1);
        rig.suite.documents.tryEmitNext(snapshot(51)).orThrow();
        await("the next one arrives", () -> received.size() == 2);
        assertThat(rig.suite.documentQueries)
                .containsExactly("generation=gen&epoch=2&revision=40", "generation=gen&epoch=3&revision=50");
        stream.dispose();
        link.dispose();
        await("the host's lease ends with the link", () -> rig.suite.openDocuments.get() == 0);
    }

    @Test
    void theHostsLeaseEndsWhenTheLinkDies() {
        RSocket link = connect(new FakeAgent());
        Disposable stream =
                link.requestStream(DefaultPayload.create("", "desired")).subscribe(_ -> {}, _ -> {});
        await("the document is asked for", () -> rig.suite.openDocuments.get() == 1);
        link.dispose();
        await("the scheduler sees it", () -> rig.suite.openDocuments.get() == 0);
        stream.dispose();
    }

    @Test
    void reportsAreAcknowledgedInOrderAndWaitWhileTheSchedulerIsAway() {
        FakeAgent agent = new FakeAgent();
        RSocket link = connect(agent);
        Flux<String> acks = link.requestChannel(Flux.range(1, 20).map(i -> agent.routed(LinkRoute.OBSERVED, batch(i))))
                .map(Payload::getDataUtf8)
                .doOnNext(ack -> {
                    if (ack.equals("{\"sequence\":5}")) {
                        rig.suite.away = true;
                    }
                });
        StepVerifier.create(acks)
                .expectNextCount(5)
                .thenAwait(java.time.Duration.ofMillis(700))
                .then(rig.suite::comeBack)
                .expectNextCount(14)
                .expectNext("{\"sequence\":20}")
                .expectComplete()
                .verify(LIMIT);
        assertThat(rig.suite.reports.stream()
                        .map(batch -> batch.path("sequence").asLong()))
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 20).boxed().toList());
        link.dispose();
    }

    @Test
    void aReportThatTheSchedulerFailsAtIsDroppedAndTheNextOnesGoThrough() {
        FakeAgent agent = new FakeAgent();
        RSocket link = connect(agent);
        rig.suite.poisonous = 2;
        Flux<String> acks = link.requestChannel(Flux.range(1, 3).map(i -> agent.routed(LinkRoute.OBSERVED, batch(i))))
                .map(Payload::getDataUtf8);
        StepVerifier.create(acks)
                .expectNext("{\"sequence\":1}", "{\"sequence\":2}", "{\"sequence\":3}")
                .expectComplete()
                .verify(LIMIT);
        assertThat(rig.suite.reports).hasSize(2);
        rig.suite.poisonous = 0;
        link.dispose();
    }

    @Test
    void aLinkFollowsOneDocument() {
        RSocket link = connect(new FakeAgent());
        Disposable first =
                link.requestStream(DefaultPayload.create("", "desired")).subscribe(_ -> {}, _ -> {});
        await("the document is asked for", () -> rig.suite.openDocuments.get() == 1);
        StepVerifier.create(link.requestStream(DefaultPayload.create("", "desired")))
                .expectErrorMessage("this link follows its document already")
                .verify(LIMIT);
        assertThat(rig.suite.openDocuments).hasValue(1);
        first.dispose();
        await("it is let go", () -> rig.suite.openDocuments.get() == 0);
        Disposable again =
                link.requestStream(DefaultPayload.create("", "desired")).subscribe(_ -> {}, _ -> {});
        await("it may be asked for again", () -> rig.suite.openDocuments.get() == 1);
        again.dispose();
        link.dispose();
    }

    @Test
    void theSchedulersRefusalReachesTheAgentAsASentence() {
        rig.suite.refusal = "host '1h5' was removed; register again";
        StepVerifier.create(refused(new FakeAgent(), rig.suite.agentToken(), 1))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RejectedSetupException.class)
                        .hasMessage("host '1h5' was removed; register again"))
                .verify(LIMIT);
    }

    @Test
    void anotherProtocolIsRefusedWithASentence() {
        StepVerifier.create(refused(new FakeAgent(), rig.suite.agentToken(), 2))
                .expectErrorSatisfies(error -> assertThat(error)
                        .hasMessage(
                                "this server speaks agent protocol 1, agent 0.1 speaks 2: install the agent that belongs to"
                                        + " the server"))
                .verify(LIMIT);
    }

    @Test
    void onlyAgentsOpenLinks() {
        String user = rig.suite.internalToken("member", Map.of());
        assertThat(rig.refusal("/v1/agent-link", "Authorization", "Bearer " + user))
                .startsWith("403")
                .contains("only agents open links; role 'member' does not");
        assertThat(rig.refusal("/v1/agent-link", "Authorization", "Bearer nonsense"))
                .startsWith("401");
        assertThat(rig.refusal("/v1/agent-link")).startsWith("401");
        String ticket = rig.suite.ticket("logs", Map.of());
        assertThat(rig.refusal("/v1/agent-link", "Authorization", "Bearer " + ticket))
                .startsWith("401");
    }

    @Test
    void everythingElseIsDenied() {
        for (String path :
                List.of("/", "/v1/dockersocket/", "/v2-beta/hosts", "/internal/hosts", "/actuator/env", "/r/web")) {
            assertThat(rig.refusal(path)).as(path).matches("(401|403|404)[^\\x00]*");
        }
        assertThat(rig.refusal("/actuator/health")).startsWith("200");
        assertThat(rig.refusal("/actuator/prometheus")).startsWith("200").contains("drover_proxy_links");
    }

    /** The server rejects after the connection is made: the first interaction hears why. */
    private static Flux<Payload> refused(FakeAgent agent, String token, int protocol) {
        return agent.connect(rig.port(), token, protocol)
                .flatMapMany(link -> link.requestStream(DefaultPayload.create("", "desired")));
    }

    private static RSocket connect(FakeAgent agent) {
        int before = rig.suite.hellos.size();
        RSocket link = Objects.requireNonNull(
                agent.connect(rig.port(), rig.suite.agentToken()).block(LIMIT));
        await("the scheduler hears of the agent", () -> rig.suite.hellos.size() > before);
        await("the link is known", () -> registry.find(HOST).isPresent());
        return link;
    }

    private static String snapshot(long revision) {
        return "{\"kind\":\"snapshot\",\"version\":{\"generation\":\"gen\",\"epoch\":3,\"revision\":" + revision
                + "},\"instances\":[],\"aNewField\":1}";
    }

    private static ObservedBatch batch(long sequence) {
        return new ObservedBatch(sequence, sequence == 1, DocumentVersion.NONE, null, List.of(), List.of(), List.of());
    }
}
