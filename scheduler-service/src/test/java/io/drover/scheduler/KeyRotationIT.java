package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyFile;
import io.drover.runtime.secret.LocalKeyClient;
import io.drover.runtime.secret.WrappedKey;
import io.drover.runtime.secret.WrappingClient;
import io.drover.scheduler.secret.TransitServer;
import io.drover.scheduler.store.SealedValueStore;
import io.drover.testkit.MariaDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Replacing the key of stored secrets: from one in the file to the next, with a death in between, and then into Vault. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyRotationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SECRETS = 120;
    private static final int DONE_BEFORE_DEATH = 70;
    private static final String OWNER = "owner.1a5";
    private static final String ADMIN = "admin.";

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("scheduler");

    @TempDir
    static Path data;

    private static String first = "";

    @Test
    @Order(1)
    void dyingInBetweenLeavesValuesThatAreAllOpened() throws IOException {
        try (var service = new SchedulerProgram(DATABASE, data)) {
            for (int i = 0; i < SECRETS; i++) {
                service.post(OWNER, "/secrets", Map.of("name", "s" + i, "value", base64("value " + i)))
                        .ok();
            }
            first = keys(data).generation();
            assertThat(counts(service)).containsExactly(Map.entry("localkey:" + first, (long) SECRETS));

            // A process that knows the next key already, and dies at the 70th value.
            Path next = data.resolve("next.key");
            Files.copy(data.resolve("secrets.key"), next);
            append(next);
            EnvelopeKey keys = KeyFile.readOrCreate(next, new Random(1));
            var mortal = new SecretKeyLoop(
                    keys,
                    envelopes(new Mortal(new LocalKeyClient(keys, new Random(2)))),
                    service.bean(SealedValueStore.class),
                    held(service),
                    new SimpleMeterRegistry());
            awaitLease(service);
            StepVerifier.create(mortal.pass()).expectErrorMessage("killed").verify(LIMIT);

            assertThat(counts(service))
                    .containsEntry("localkey:" + keys.generation(), (long) DONE_BEFORE_DEATH)
                    .containsEntry("localkey:" + first, (long) SECRETS - DONE_BEFORE_DEATH);
            assertAllOpen(service, envelopes(new LocalKeyClient(keys, new Random(3))));
            Files.copy(next, data.resolve("secrets.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    @Order(2)
    void theNextStartGoesOnAndSaysWhenTheOldKeyIsNotNeededAnyMore() throws Exception {
        try (var service = new SchedulerProgram(DATABASE, data)) {
            String newest = keys(data).generation();
            awaitCounts(service, counts -> counts.equals(Map.of("localkey:" + newest, (long) SECRETS)));

            assertAllOpen(service, envelopes(new LocalKeyClient(keys(data), new Random(3))));
            var shown = service.get(ADMIN, "/secretkeys").ok().path("data");
            assertThat(shown).hasSize(1);
            assertThat(shown.get(0).path("generation").asString()).isEqualTo(newest);
            assertThat(shown.get(0).path("values").asLong()).isEqualTo(SECRETS);
            assertThat(shown.get(0).path("current").asBoolean()).isTrue();
            assertThat(service.get(OWNER, "/secretkeys").status()).isEqualTo(404);
            assertThat(service.bean(MeterRegistry.class)
                            .get("drover.keys.outdated")
                            .gauge()
                            .value())
                    .isZero();
        }
    }

    @Test
    @Order(3)
    void aRunningServiceTakesUpAKeyThatIsAppendedAndTheOldLineCanGo() throws Exception {
        try (var service = new SchedulerProgram(DATABASE, data)) {
            append(data.resolve("secrets.key"));
            String newest = keys(data).generation();
            awaitCounts(service, counts -> counts.equals(Map.of("localkey:" + newest, (long) SECRETS)));

            List<String> lines = Files.readAllLines(data.resolve("secrets.key"));
            Files.writeString(data.resolve("secrets.key"), lines.getLast() + "\n");
            assertAllOpen(service, envelopes(new LocalKeyClient(keys(data), new Random(3))));
        }
    }

    @Test
    @Order(4)
    void valuesMoveIntoVaultAndFollowItsRotation() throws Exception {
        try (var vault = new TransitServer("s.token");
                var service = new SchedulerProgram(
                        DATABASE,
                        data,
                        "--secrets.backend=vault",
                        "--VAULT_ADDR=" + vault.url(),
                        "--VAULT_TOKEN=s.token")) {
            awaitCounts(service, counts -> counts.equals(Map.of("vault:1", (long) SECRETS)));
            vault.rotate();
            awaitCounts(service, counts -> counts.equals(Map.of("vault:2", (long) SECRETS)));
            assertThat(vault.asked()).contains("rewrap").doesNotContain("decrypt");

            vault.refuseOlderThan(2);
            assertAllOpen(service, service.bean(EnvelopeClient.class));
            vault.seal(true);
            var refused = service.post(OWNER, "/secrets", Map.of("name", "more", "value", "YQ=="));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().toString()).contains("vault").doesNotContain("s.token");
        }
    }

    /** Wraps 70 keys and then nothing in this process works any more. */
    private record Mortal(WrappingClient real, AtomicInteger left) implements WrappingClient {
        Mortal(WrappingClient real) {
            this(real, new AtomicInteger(DONE_BEFORE_DEATH));
        }

        @Override
        public String backend() {
            return real.backend();
        }

        @Override
        public Mono<WrappedKey> wrap(byte[] dataKey) {
            return real.wrap(dataKey);
        }

        @Override
        public Mono<byte[]> unwrap(WrappedKey wrapped) {
            return real.unwrap(wrapped);
        }

        @Override
        public Mono<WrappedKey> rewrap(WrappedKey wrapped) {
            return left.getAndDecrement() > 0 ? real.rewrap(wrapped) : Mono.error(new IllegalStateException("killed"));
        }

        @Override
        public Mono<String> generation() {
            return real.generation();
        }
    }

    private static EnvelopeKey keys(Path folder) {
        return KeyFile.readOrCreate(folder.resolve("secrets.key"), new Random(1));
    }

    private static EnvelopeClient envelopes(WrappingClient backend) {
        return new EnvelopeClient(backend, List.of(backend), new Random(4));
    }

    private static void append(Path file) throws IOException {
        byte[] key = new byte[EnvelopeKey.BYTES];
        new Random(file.hashCode() + Files.size(file)).nextBytes(key);
        Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.APPEND);
    }

    private static void assertAllOpen(SchedulerProgram service, EnvelopeClient envelopes) {
        List<String> values = service.bean(DatabaseClient.class)
                .sql(
                        "select s.name n, s.uuid u, v.value_sealed t from secret s join secret_version v on v.secret_id = s.id")
                .map(row -> List.of(
                        String.valueOf(row.get("n", String.class)),
                        String.valueOf(row.get("u", String.class)),
                        String.valueOf(row.get("t", String.class))))
                .all()
                .concatMap(row -> envelopes
                        .open("secret.value", row.get(1), row.get(2))
                        .map(plain ->
                                row.getFirst() + "=" + new String(plain, java.nio.charset.StandardCharsets.UTF_8)))
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
        assertThat(values).hasSize(SECRETS).contains("s0=value 0", "s69=value 69", "s119=value 119");
    }

    private static Map<String, Long> counts(SchedulerProgram service) {
        Map<String, Long> counts = new TreeMap<>();
        service.bean(SealedValueStore.class)
                .uses("")
                .toStream()
                .forEach(use -> counts.put(use.backend() + ":" + use.generation(), use.values()));
        return counts;
    }

    private static void awaitCounts(SchedulerProgram service, Predicate<Map<String, Long>> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!wanted.test(counts(service))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + LIMIT + " still " + counts(service));
            }
            Thread.sleep(100);
        }
    }

    @SuppressWarnings("unchecked") // the one bean of that kind
    private static AtomicReference<Optional<LeaseEpoch>> held(SchedulerProgram service) {
        return service.bean(AtomicReference.class);
    }

    private static void awaitLease(SchedulerProgram service) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (held(service).get().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
