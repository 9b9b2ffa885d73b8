package io.drover.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.DockerEngineClient;
import io.drover.agent.engine.EngineClient;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineFailure;
import io.drover.agent.keeper.AgentEvent;
import io.drover.agent.keeper.HostKeeper;
import io.drover.agent.link.AgentLinkClient;
import io.drover.agent.link.LinkCodec;
import io.drover.agent.link.LinkListener;
import io.drover.agent.registration.Credentials;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedAck;
import io.rsocket.RSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does once what a running agent does, against an engine and a server that are not there, so that the classes of the real thing are
 * loaded when the AOT cache is made. Leaves nothing behind and talks to nobody.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    /** The discard port: nobody listens, and the refusal comes at once. */
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    private Training() {}

    static void run() throws IOException, InterruptedException {
        ObjectMapper json = LinkCodec.mapper();
        LinkCodec codec = new LinkCodec(json);
        DesiredInstance instance = new DesiredInstance(
                1, "u-1", "train-1", DesiredInstance.Target.RUNNING, 1, true, 10, false, container());
        DesiredMessage.Snapshot snapshot =
                new DesiredMessage.Snapshot(new DocumentVersion("train", 1, 1), List.of(instance));
        DesiredMessage read = codec.read(codec.routed(LinkRoute.DESIRED, snapshot), DesiredMessage.class);
        HostKeeper keeper = new HostKeeper("train", 1, DesiredDocument.NONE, Map.of(), Instant.EPOCH);
        keeper.on(
                List.of(
                        new AgentEvent.LinkUp(),
                        new AgentEvent.Desired(read, null),
                        new AgentEvent.Listed(List.<EngineContainer>of(), 0)),
                AgentConfig.clock().instant());
        engine(instance);
        link(codec);
        LOG.info("trained");
    }

    private static ContainerSpec container() {
        return new ContainerSpec(
                "train",
                List.of("sleep"),
                null,
                Map.of("A", "B"),
                Map.of("c", "d"),
                ContainerSpec.Process.DEFAULT,
                ContainerSpec.Network.DEFAULT,
                ContainerSpec.Storage.DEFAULT,
                ContainerSpec.Resources.DEFAULT,
                ContainerSpec.Security.DEFAULT,
                null,
                null);
    }

    private static void engine(DesiredInstance instance) throws IOException {
        try (DockerConnection connection = DockerConnection.open(URI.create("tcp://127.0.0.1:9"))) {
            DockerEngineClient engine =
                    new DockerEngineClient(connection.docker(), connection.http(), LinkCodec.mapper(), null);
            expectSilence(engine::info);
            expectSilence(engine::ping);
            expectSilence(() -> engine.list(Set.of()));
            expectSilence(() -> engine.create(new EngineClient.Creation("train", "train", instance, Map.of())));
            expectSilence(() -> engine.start("train"));
        }
    }

    private static void expectSilence(Runnable call) {
        try {
            call.run();
            throw new IllegalStateException("somebody answers at the discard port");
        } catch (EngineFailure nobody) {
            LOG.debug("{}", nobody.getMessage());
        }
    }

    private static void link(LinkCodec codec) throws InterruptedException {
        CountDownLatch refused = new CountDownLatch(1);
        HostFacts facts = new HostFacts("", "train", "", "", "", "", "", 0, 0, 0, Map.of());
        AgentLinkClient.Identity identity = new AgentLinkClient.Identity(
                NOBODY,
                new Credentials("train", "train"),
                () -> new Hello(AgentSettings.VERSION, Hello.PROTOCOL, Set.of(), DocumentVersion.NONE, facts));
        try (AgentLinkClient link =
                new AgentLinkClient(identity, new Refusal(refused), new RSocket() {}, codec, AgentConfig.random())) {
            link.open();
            refused.await(5, TimeUnit.SECONDS);
        }
    }

    private record Refusal(CountDownLatch latch) implements LinkListener {
        @Override
        public void up() {}

        @Override
        public void down(String reason) {
            latch.countDown();
        }

        @Override
        public void desired(DesiredMessage message) {}

        @Override
        public void acked(ObservedAck ack) {}
    }
}
