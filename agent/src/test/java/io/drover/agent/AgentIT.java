package io.drover.agent;

import static io.drover.agent.simulation.Fixtures.uuid;
import static io.drover.agent.simulation.Fixtures.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.drover.agent.simulation.Fixtures;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.StatsRequest;
import io.drover.model.link.StatsSample;
import io.drover.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * The packaged agent, as its own process, against a real engine ({@code DROVER_TEST_DOCKER_HOST}) that has an image with a shell
 * ({@code DROVER_TEST_IMAGE}, usually the lab's web:1). Prints the numbers the design asks for.
 */
@EnabledIfEnvironmentVariable(named = "DROVER_TEST_DOCKER_HOST", matches = ".+")
class AgentIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String IMAGE = System.getenv().getOrDefault("DROVER_TEST_IMAGE", "web:1");
    private static final Path AGENT = Path.of("target", "drover-agent");

    @TempDir
    Path data;

    private final FakeServer server = new FakeServer(FreePort.find());
    private DockerClient docker;
    private final Map<Long, ObservedInstance> seen = new HashMap<>();
    private Process agent;
    private long revision;

    @BeforeEach
    void begin() throws Exception {
        docker = DockerConnection.open(URI.create(System.getenv().getOrDefault("DROVER_TEST_DOCKER_HOST", "")))
                .docker();
        clean();
        agent = start();
        assertThat(server.hellos.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    private Process start() throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + AGENT.resolve("java.args"),
                "-jar",
                AGENT.resolve("drover-agent.jar").toString(),
                "--server",
                "http://127.0.0.1:" + server.port(),
                "--docker",
                System.getenv("DROVER_TEST_DOCKER_HOST"),
                "--data",
                data.toString());
        process.environment().put("DROVER_TOKEN", "a-secret-token");
        process.environment().put("MALLOC_ARENA_MAX", "1");
        return process.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "agent-it.log").toFile()))
                .start();
    }

    @AfterEach
    void end() throws Exception {
        agent.destroyForcibly().waitFor();
        clean();
        docker.close();
        server.close();
    }

    private void clean() {
        docker.listContainersCmd().withShowAll(true).exec().stream()
                .filter(container -> container.getLabels().containsKey("io.drover.instance")
                        || container.getNames()[0].startsWith("/it-"))
                .forEach(container -> docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
    }

    private static ContainerSpec shell(String script, List<ContainerSpec.Port> ports, String image) {
        ContainerSpec plain = Fixtures.spec(image, ports, null, List.of());
        return new ContainerSpec(
                image,
                List.of("sh", "-c", script),
                List.of(),
                Map.of("GREETING", "hello"),
                plain.labels(),
                plain.process(),
                plain.network(),
                plain.storage(),
                plain.resources(),
                plain.security(),
                null,
                null);
    }

    private static DesiredInstance sleeper(long id, Target target) {
        String script = "echo started $GREETING; exec sleep 100000";
        return new DesiredInstance(
                id, uuid(id), "it-web-" + id, target, 1, true, 1, false, shell(script, List.of(), IMAGE));
    }

    private static DesiredInstance publishing(long id, int port) {
        List<ContainerSpec.Port> ports = List.of(new ContainerSpec.Port(null, port, 80, "tcp"));
        return new DesiredInstance(
                id,
                uuid(id),
                "it-web-" + id,
                Target.RUNNING,
                1,
                true,
                1,
                false,
                shell("exec sleep 1000", ports, IMAGE));
    }

    private void wants(DesiredInstance... instances) {
        server.wants(new DesiredMessage.Snapshot(version(1, ++revision), List.of(instances)));
    }

    private ObservedInstance await(long id, Predicate<ObservedInstance> wanted) throws InterruptedException {
        while (true) {
            ObservedInstance now = seen.get(id);
            if (now != null && wanted.test(now)) {
                return now;
            }
            ObservedBatch batch = Objects.requireNonNull(
                    server.batches.poll(SOON.toSeconds(), TimeUnit.SECONDS), () -> "still " + seen.get(id));
            batch.instances().forEach(instance -> seen.put(instance.id(), instance));
        }
    }

    private ObservedInstance awaitRunning(long id) throws InterruptedException {
        return await(id, instance -> instance.state() == ObservedInstance.State.RUNNING);
    }

    private InspectContainerResponse inspect(String id) {
        return docker.inspectContainerCmd(id).exec();
    }

    @Test
    void keepsContainersRunningThroughDeathsOfItsOwnAndTheirs() throws Exception {
        DesiredInstance[] wish = LongStream.rangeClosed(1, 20)
                .mapToObj(id -> sleeper(id, Target.RUNNING))
                .toArray(DesiredInstance[]::new);
        Instant asked = Instant.now();
        wants(wish);
        Map<Long, String> ids = new HashMap<>();
        for (DesiredInstance instance : wish) {
            ObservedInstance running = awaitRunning(instance.id());
            assertThat(running.address()).isNotBlank();
            ids.put(instance.id(), Objects.requireNonNull(running.externalId()));
        }
        System.out.printf(
                "20 containers running after %d ms%n",
                Duration.between(asked, Instant.now()).toMillis());
        System.out.printf("agent's resident memory %d kB%n", resident());
        assertThat(Files.readString(Path.of("/proc/" + agent.pid() + "/environ"), StandardCharsets.ISO_8859_1))
                .doesNotContain("a-secret-token");

        String first = Objects.requireNonNull(ids.get(1L));
        docker.killContainerCmd(first).exec();
        ObservedInstance again =
                await(1, instance -> instance.starts() == 2 && instance.state() == ObservedInstance.State.RUNNING);
        System.out.printf("killed to running %d ms%n", again.startedAtMillis() - again.finishedAtMillis());
        assertThat(again.externalId()).isEqualTo(first);
        assertThat(again.startedAtMillis() - again.finishedAtMillis()).isLessThan(2000);

        docker.removeContainerCmd(Objects.requireNonNull(ids.get(2L)))
                .withForce(true)
                .exec();
        await(
                2,
                instance -> instance.state() == ObservedInstance.State.RUNNING
                        && !Objects.equals(instance.externalId(), ids.get(2L)));

        System.out.printf("agent's resident memory when that is over %d kB%n", resident());
        List<String> before = new ArrayList<>();
        ids.keySet().stream().filter(id -> id > 2).forEach(id -> before.add(life(Objects.requireNonNull(ids.get(id)))));
        agent.destroyForcibly().waitFor();
        agent = start();
        assertThat(server.hellos.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        seen.clear();
        assertThat(awaitRunning(1).starts()).isEqualTo(2);
        List<String> after = new ArrayList<>();
        ids.keySet().stream().filter(id -> id > 2).forEach(id -> after.add(life(Objects.requireNonNull(ids.get(id)))));
        assertThat(after).isEqualTo(before);

        agent.destroy();
        assertThat(agent.waitFor(2, TimeUnit.SECONDS)).isTrue();
        assertThat(inspect(first).getState().getRunning()).isTrue();
    }

    private String life(String id) {
        return id + " since " + inspect(id).getState().getStartedAt();
    }

    private long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void deliversLogsSamplesAndAShell() throws Exception {
        wants(sleeper(1, Target.RUNNING));
        String id = Objects.requireNonNull(awaitRunning(1).externalId());

        LogChunk line = Objects.requireNonNull(server.agent()
                .requestStream(server.codec.routed(LinkRoute.LOGS, new LogsRequest(id, 10, true, false, null)))
                .map(payload -> server.codec.read(payload, LogChunk.class))
                .blockFirst(SOON));
        assertThat(new String(line.bytes(), StandardCharsets.UTF_8)).isEqualTo("started hello\n");
        assertThat(line.stream()).isEqualTo(1);

        StatsSample sample = Objects.requireNonNull(server.agent()
                .requestStream(server.codec.routed(LinkRoute.STATS, new StatsRequest(false, "", Map.of(id, "1i1"))))
                .map(payload -> server.codec.read(payload, StatsSample[].class))
                .blockFirst(SOON))[0];
        assertThat(sample.id()).isEqualTo("1i1");
        assertThat(sample.memory().usage()).isPositive();
        assertThat(Objects.requireNonNull(sample.network()).name()).isEqualTo("eth0");

        assertThat(run(new ExecFrame.Open(
                        id, List.of("sh", "-c", "echo out; echo err >&2; exit 7"), false, false, 0, 0)))
                .containsExactlyInAnyOrder("1out\n", "2err\n", "exit 7");
        assertThat(run(
                        new ExecFrame.Open(id, List.of("sh", "-c", "read line; echo $line"), true, false, 0, 0),
                        new ExecFrame.Input("typed\n".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("1typed\n", "exit 0");
        List<String> sized =
                run(new ExecFrame.Open(id, List.of("sh", "-c", "sleep 1; stty size"), true, true, 101, 33));
        assertThat(sized.getLast()).isEqualTo("exit 0");
        assertThat(String.join(
                        "", sized.stream().map(frame -> frame.substring(1)).toList()))
                .startsWith("33 101");
        System.out.printf("agent's resident memory after logs, samples and shells %d kB%n", resident());
        assertThat(run(new ExecFrame.Open("nosuch", List.of("sh"), false, false, 0, 0)))
                .singleElement()
                .asString()
                .contains("126");
    }

    private List<String> run(ExecFrame... frames) {
        Flux<io.rsocket.Payload> payloads = Flux.fromArray(frames)
                .map(frame -> server.codec.routed(LinkRoute.EXEC, frame))
                .delayElements(Duration.ofMillis(200))
                .concatWith(frames.length == 1 ? Flux.never() : Flux.empty());
        return Objects.requireNonNull(server.agent()
                .requestChannel(payloads)
                .map(payload -> server.codec.read(payload, ExecFrame.class))
                .map(frame -> switch (frame) {
                    case ExecFrame.Output(var stream, var bytes) -> stream + new String(bytes, StandardCharsets.UTF_8);
                    case ExecFrame.Exit(var code, var message) -> "exit " + code + message;
                    case ExecFrame.Open _, ExecFrame.Input _, ExecFrame.Resize _ -> "unexpected";
                })
                .collectList()
                .block(SOON));
    }

    @Test
    void saysInSentencesWhatDoesNotWork() throws Exception {
        DesiredInstance noImage = new DesiredInstance(
                3,
                uuid(3),
                "it-web-3",
                Target.RUNNING,
                1,
                true,
                1,
                false,
                shell("true", List.of(), "drover-test/nope:1"));
        wants(publishing(1, 18477), publishing(2, 18477), noImage, sleeper(4, Target.RUNNING));

        awaitRunning(4);
        ObservedInstance loser = await(
                2,
                instance -> instance.state() == ObservedInstance.State.FAILED
                        || Objects.requireNonNull(seen.get(1L)).state() == ObservedInstance.State.FAILED);
        ObservedInstance failed = loser.state() == ObservedInstance.State.FAILED ? loser : seen.get(1L);
        assertThat(Objects.requireNonNull(failed).message())
                .contains("Port 18477/tcp on host")
                .contains("is already used by container 'it-web-");
        assertThat(await(3, instance -> instance.state() == ObservedInstance.State.FAILED)
                        .message())
                .contains("'drover-test/nope:1'");
    }

    @Test
    void removesWhatItIsToldToAndNothingElse() throws Exception {
        String byHand = docker.createContainerCmd(IMAGE)
                .withName("it-by-hand")
                .withCmd("sleep", "1000")
                .exec()
                .getId();
        docker.startContainerCmd(byHand).exec();
        wants(sleeper(1, Target.RUNNING), sleeper(2, Target.RUNNING));
        awaitRunning(1);
        String kept = Objects.requireNonNull(awaitRunning(2).externalId());

        wants(sleeper(1, Target.REMOVED));
        await(1, instance -> instance.state() == ObservedInstance.State.REMOVED);

        assertThat(inspect(kept).getState().getRunning()).isTrue();
        assertThat(inspect(byHand).getState().getRunning()).isTrue();
    }
}
