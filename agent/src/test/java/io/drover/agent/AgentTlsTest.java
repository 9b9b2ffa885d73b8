package io.drover.agent;

import static io.drover.agent.simulation.Fixtures.snapshot;
import static io.drover.agent.simulation.Fixtures.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.simulation.SimulatedEngine;
import io.drover.agent.simulation.SimulatedStreams;
import io.drover.model.link.ObservedInstance;
import io.drover.model.trust.Fingerprint;
import io.drover.model.trust.ServerTrust;
import io.drover.testkit.FreePort;
import io.drover.testkit.TestCertificates;
import io.drover.testkit.TestCertificates.Leaf;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Registration and link over TLS: the agent joins the server it should, and no other. */
class AgentTlsTest {
    private static final Instant NOW = Instant.now();
    private static final TestCertificates CA = new TestCertificates("Test authority", NOW);
    private static final TestCertificates OTHER = new TestCertificates("Other authority", NOW);
    private static final Leaf GOOD = CA.good(NOW, "127.0.0.1");

    @TempDir
    static Path folder;

    @TempDir
    Path data;

    interface TrustOf {
        ServerTrust of() throws Exception;
    }

    /** @param trust null: the server's own certificate is pinned */
    record Case(
            String name,
            Leaf leaf,
            @org.jspecify.annotations.Nullable TrustOf trust,
            boolean joins) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("its authority", GOOD, () -> authority(CA), true),
            new Case("pinned", GOOD, () -> pinned(GOOD), true),
            new Case("pinned, made out to another name", CA.good(NOW, "elsewhere.example"), null, true),
            new Case("another authority", GOOD, () -> authority(OTHER), false),
            new Case("another one pinned", GOOD, () -> pinned(CA.good(NOW, "127.0.0.1")), false),
            new Case("wrong name", CA.good(NOW, "elsewhere.example"), () -> authority(CA), false),
            new Case("expired", CA.expired(NOW, "127.0.0.1"), () -> authority(CA), false),
            new Case("nobody named", GOOD, () -> ServerTrust.KNOWN, false));

    private static ServerTrust authority(TestCertificates ca) throws Exception {
        Path file = Files.createTempFile(folder, "ca", ".pem");
        Files.writeString(file, ca.pem());
        return new ServerTrust.Authority(file);
    }

    private static ServerTrust pinned(Leaf leaf) {
        return new ServerTrust.Pinned(Fingerprint.of(leaf.certificate()));
    }

    private static FakeServer server(Leaf leaf) throws Exception {
        SslContext tls = SslContextBuilder.forServer(leaf.key(), leaf.certificate(), leaf.authority())
                .build();
        return new FakeServer(FreePort.find(), plain -> plain.secure(spec -> spec.sslContext(tls)));
    }

    private Thread agent(FakeServer server, ServerTrust trust) {
        Agent agent = new Agent(
                new AgentSettings(
                        URI.create("https://127.0.0.1:" + server.port()),
                        trust,
                        "TOKEN",
                        URI.create("unix:///nowhere"),
                        "192.0.2.7",
                        Map.of(),
                        data,
                        null),
                new SimulatedEngine(Clock.systemUTC()),
                new SimulatedStreams(),
                Clock.systemUTC(),
                new Random(42));
        return Thread.ofVirtual().start(() -> {
            try {
                agent.live();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** Its files are in a folder that goes with the test. */
    private static void end(Thread life) throws InterruptedException {
        life.interrupt();
        life.join();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void joinsOnlyTheServerItBelieves(Case given) throws Exception {
        try (FakeServer server = server(given.leaf())) {
            TrustOf trust = given.trust();
            Thread life = agent(server, trust == null ? pinned(given.leaf()) : trust.of());
            var hello = server.hellos.poll(given.joins() ? 20 : 3, TimeUnit.SECONDS);
            end(life);
            assertThat(hello != null).isEqualTo(given.joins());
            if (!given.joins()) {
                assertThat(server.authorizations).describedAs("tokens shown").isEmpty();
            }
        }
    }

    @Test
    void obeysAndReportsOverTls() throws Exception {
        try (FakeServer server = server(GOOD)) {
            Thread life = agent(server, pinned(GOOD));
            assertThat(server.hellos.poll(20, TimeUnit.SECONDS)).isNotNull();
            server.wants(snapshot(1, web(1)));
            ObservedInstance.State state = null;
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (state != ObservedInstance.State.RUNNING && System.nanoTime() < end) {
                var batch = server.batches.poll(1, TimeUnit.SECONDS);
                if (batch != null && !batch.instances().isEmpty()) {
                    state = batch.instances().getFirst().state();
                }
            }
            end(life);
            assertThat(state).isEqualTo(ObservedInstance.State.RUNNING);
        }
    }
}
