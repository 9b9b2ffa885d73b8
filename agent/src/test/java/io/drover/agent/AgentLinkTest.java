package io.drover.agent;

import static io.drover.agent.simulation.Fixtures.snapshot;
import static io.drover.agent.simulation.Fixtures.version;
import static io.drover.agent.simulation.Fixtures.web;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.link.LinkCodec;
import io.drover.agent.simulation.SimulatedEngine;
import io.drover.agent.simulation.SimulatedStreams;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.Hello;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.StatsRequest;
import io.drover.model.link.StatsSample;
import io.drover.model.trust.ServerTrust;
import io.drover.testkit.FreePort;
import io.rsocket.Payload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The whole agent but the engine, against a server that speaks the link's protocol over a real socket. */
class AgentLinkTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path data;

    private final ObjectMapper json = LinkCodec.mapper();
    private final SimulatedEngine engine = new SimulatedEngine(Clock.systemUTC());
    private final SimulatedStreams streams = new SimulatedStreams();
    private FakeServer server = new FakeServer(FreePort.find());
    private Thread life = Thread.ofVirtual().unstarted(() -> {});

    @BeforeEach
    void begin() {
        AgentSettings settings = new AgentSettings(
                URI.create("http://127.0.0.1:" + server.port()),
                ServerTrust.KNOWN,
                "TOKEN",
                URI.create("unix:///nowhere"),
                "192.0.2.7",
                Map.of("rack", "r1"),
                data,
                null);
        Agent agent = new Agent(settings, engine, streams, Clock.systemUTC(), new Random(42));
        life = Thread.ofVirtual().start(() -> {
            try {
                agent.live();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void end() throws InterruptedException {
        life.interrupt();
        life.join(); // Its files are in a folder that goes with the test.
        server.close();
    }

    private Hello hello() throws InterruptedException {
        return Objects.requireNonNull(server.hellos.poll(SOON.toSeconds(), TimeUnit.SECONDS), "no hello");
    }

    /** The report of an instance in that state; what comes before it is skipped. */
    private ObservedInstance reported(long id, ObservedInstance.State state) throws InterruptedException {
        while (true) {
            ObservedBatch batch = batch();
            for (ObservedInstance instance : batch.instances()) {
                if (instance.id() == id && instance.state() == state) {
                    return instance;
                }
            }
        }
    }

    private ObservedBatch batch() throws InterruptedException {
        return Objects.requireNonNull(server.batches.poll(SOON.toSeconds(), TimeUnit.SECONDS), "no report");
    }

    @Test
    void registersOnceAndKeepsItsKey() throws Exception {
        Hello hello = hello();

        assertThat(hello.protocol()).isEqualTo(Hello.PROTOCOL);
        assertThat(hello.known()).isEqualTo(DocumentVersion.NONE);
        assertThat(hello.host().address()).isEqualTo("192.0.2.7");
        assertThat(hello.host().milliCpu()).isEqualTo(2000);
        assertThat(hello.host().labels())
                .containsEntry("rack", "r1")
                .containsEntry("io.rancher.host.docker_version", "20.10")
                .containsEntry("io.rancher.host.linux_kernel_version", "6.1");
        assertThat(server.authorizations.getFirst()).startsWith("Basic ");
        assertThat(Files.readString(data.resolve("registration.key"))).matches("[0-9a-f]{128}");
        assertThat(json.readTree(data.resolve("credentials.json").toFile())
                        .path("accessKey")
                        .asText())
                .isEqualTo("AK");
    }

    @Test
    void obeysReportsAndComesBackKnowingWhatItKnew() throws Exception {
        hello();
        server.wants(snapshot(4, web(1)));
        ObservedInstance running = reported(1, ObservedInstance.State.RUNNING);
        assertThat(running.externalId()).isEqualTo(engine.container("web-1").id());

        server.cutLink();
        assertThat(hello().known()).isEqualTo(version(1, 4));
        ObservedBatch first = batch();
        while (first.sequence() != 1) {
            first = batch();
        }
        assertThat(first.full()).isTrue();
        assertThat(first.instances()).extracting(ObservedInstance::uuid).containsExactly(running.uuid());
    }

    @Test
    void whatWasNotAcknowledgedIsReportedAgainOnTheNextLink() throws Exception {
        hello();
        server.acknowledges = false;
        server.wants(snapshot(1, web(1)));
        ObservedBatch unheard = batch();
        assertThat(unheard.sequence()).isEqualTo(1);

        server.acknowledges = true;
        server.cutLink();
        hello();
        assertThat(reported(1, ObservedInstance.State.RUNNING).starts()).isEqualTo(1);
    }

    @Test
    void findsTheServerAgainAtItsOldAddress() throws Exception {
        hello();
        server.wants(snapshot(2, web(1)));
        reported(1, ObservedInstance.State.RUNNING);
        int port = server.port();

        server.close();
        engine.dockerKill("web-1");
        server = new FakeServer(port);

        assertThat(hello().known()).isEqualTo(version(1, 2));
        assertThat(reported(1, ObservedInstance.State.RUNNING).starts()).isEqualTo(2);
    }

    private <T> List<T> ask(LinkRoute route, Object request, Class<T> type, int most) {
        return Objects.requireNonNull(server.agent()
                .requestStream(server.codec.routed(route, request))
                .take(most)
                .map(payload -> server.codec.read(payload, type))
                .collectList()
                .block(SOON));
    }

    @Test
    void deliversLogsNoFasterThanTheyAreRead() throws Exception {
        hello();
        List<LogChunk> some = ask(LinkRoute.LOGS, new LogsRequest("c", -1, true, false, null), LogChunk.class, 3);

        assertThat(some)
                .extracting(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .containsExactly("line 1\n", "line 2\n", "line 3\n");
        assertThat(streams.logsClosed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(streams.linesRead.get()).isLessThan(1000);
    }

    @Test
    void saysWhyThereAreNoLogs() throws Exception {
        hello();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> ask(LinkRoute.LOGS, new LogsRequest("gone", 10, false, false, null), LogChunk.class, 1))
                .hasMessageContaining("No such container: gone");
    }

    @Test
    void deliversSamplesOfMachineAndContainers() throws Exception {
        hello();
        List<StatsSample[]> samples =
                ask(LinkRoute.STATS, new StatsRequest(true, "1h1", Map.of("c", "1i5")), StatsSample[].class, 1);

        assertThat(samples.getFirst()).extracting(StatsSample::id).containsExactly("1h1", "1i5");
        assertThat(samples.getFirst()[0].memLimit()).isPositive();
        assertThat(samples.getFirst()[0].cpu().usage().perCpu()).isNotEmpty();
    }

    private List<ExecFrame> run(ExecFrame... frames) {
        List<Payload> payloads = new ArrayList<>();
        for (ExecFrame frame : frames) {
            payloads.add(
                    payloads.isEmpty()
                            ? server.codec.routed(LinkRoute.EXEC, frame)
                            : server.codec.data(frame, new TypeReference<ExecFrame>() {}));
        }
        return Objects.requireNonNull(server.agent()
                .requestChannel(Flux.fromIterable(payloads).delayElements(Duration.ofMillis(50)))
                .map(payload -> server.codec.read(payload, ExecFrame.class))
                .collectList()
                .block(SOON));
    }

    @Test
    void runsACommandWithInputSizeAndExitCode() throws Exception {
        hello();
        List<ExecFrame> answer = run(
                new ExecFrame.Open("c", List.of("sh"), true, true, 80, 24),
                new ExecFrame.Input("hi".getBytes(StandardCharsets.UTF_8)),
                new ExecFrame.Resize(100, 40));

        assertThat(answer)
                .extracting(frame -> switch (frame) {
                    case ExecFrame.Output(var stream, var bytes) -> stream + new String(bytes, StandardCharsets.UTF_8);
                    case ExecFrame.Exit(var code, var message) -> "exit " + code + message;
                    case ExecFrame.Open _, ExecFrame.Input _, ExecFrame.Resize _ -> "unexpected";
                })
                .containsExactly("0hi", "0100x40", "exit 7");
    }

    @Test
    void saysWhyACommandCouldNotRun() throws Exception {
        hello();
        assertThat(run(new ExecFrame.Open("c", List.of("nope"), false, false, 0, 0)))
                .containsExactly(new ExecFrame.Exit(126, "The engine could not run 'nope'"));
    }
}
