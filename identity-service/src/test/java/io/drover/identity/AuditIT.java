package io.drover.identity;

import static io.drover.identity.IdentityServer.ADMIN_KEY;
import static io.drover.identity.IdentityServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.IdentityServer.Answer;
import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.audit.AuditChain;
import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.store.AuditChainStore;
import io.drover.identity.store.AuditChainStore.End;
import io.drover.identity.store.AuditCheckpointStore;
import io.drover.identity.store.AuditRow;
import io.drover.identity.store.AuditStore;
import io.drover.testkit.MariaDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log as a chain, on the real database. Each driver has a class of its own; each test has the schema for itself, emptied. */
abstract class AuditIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String driver;
    private final Path data;
    private IdentityServer server;

    AuditIT(String driver, Path data) {
        this.driver = driver;
        this.data = data;
        this.server = start();
    }

    abstract MariaDb database();

    private IdentityServer start() {
        return IdentityServer.start(
                database(),
                driver,
                data,
                "--DROVER_BOOTSTRAP_KEY=" + ADMIN_KEY,
                "--drover.audit.checkpoint-every=1h",
                "--drover.audit.most-rows=1000");
    }

    @BeforeEach
    void empty() throws SQLException {
        sql("delete from audit_log");
        sql("delete from audit_checkpoint");
        sql("update audit_end set seq = 0, hash = repeat('0', 64) where name <> 'adopted'");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void twoReplicasDoNotForkTheChain() {
        try (IdentityServer other = start()) {
            AuditStore one = server.context.getBean(AuditStore.class);
            AuditStore two = other.context.getBean(AuditStore.class);
            long appended = await(Flux.range(0, 400)
                    .flatMap(i -> (i % 2 == 0 ? one : two).append(List.of(row("row " + i), row("row " + i + "b"))), 64)
                    .reduce(0L, Long::sum));
            assertThat(appended).isEqualTo(800);
        }
        List<AuditChain.Row> rows = rows();
        assertThat(rows).hasSize(800);
        assertThat(AuditChain.firstBreak(ChainPoint.START, rows)).isEmpty();
        assertThat(await(bean(AuditChainStore.class).read(End.HEAD)))
                .isEqualTo(rows.getLast().link().point());
    }

    @Test
    void whatIsStoredGivesItsHashAgainHoweverOddItIs() {
        append(
                new AuditRow(
                        0,
                        Instant.parse("2026-01-31T12:00:00.123456789Z"),
                        "e".repeat(200),
                        "",
                        " trailing ",
                        null,
                        1L,
                        "half a character \uD83D",
                        5L,
                        "{\"x\":\"\uD83D\uDE00\\u0000\"}",
                        "y".repeat(40_000),
                        200,
                        "2001:db8::1",
                        "z".repeat(1023) + "\uD83D\uDE00",
                        -1L),
                row("next"));
        assertThat(rows()).hasSize(2);
        assertThat(AuditChain.firstBreak(ChainPoint.START, rows())).isEmpty();
    }

    @Test
    void whatIsTamperedWithIsNeitherSignedNorPurged() throws SQLException {
        appendMany(20, Instant.parse("2020-01-01T00:00:00Z"));
        sql("update audit_log set description = 'it was somebody else' where seq = 7");

        Answer refused = server.admin().post("/auditlogs/checkpoints", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("row 7 was changed");
        await(bean(PurgeLoop.class).pass());
        assertThat(rows()).hasSize(20);
        assertThat(server.admin().get("/auditlogs/chain").text("broken")).contains("row 7 was changed");
        append(row("recording goes on"));
        assertThat(rows()).hasSize(21);
    }

    @Test
    void aTruncatedEndContradictsItsCheckpoint() throws SQLException {
        appendMany(10, Instant.now());
        assertThat(server.admin().post("/auditlogs/checkpoints", Map.of()).status())
                .isEqualTo(201);
        sql("delete from audit_log where seq > 8");
        sql("update audit_end set seq = 8, hash = (select hash from audit_log where seq = 8) where name = 'head'");

        assertThat(server.admin()
                        .post("/auditlogs/checkpoints", Map.of())
                        .body()
                        .toString())
                .contains("the log ends at row 8, but row 10 was signed");
        append(row("a new row 9"), row("a new row 10"), row("a new row 11"));
        assertThat(server.admin()
                        .post("/auditlogs/checkpoints", Map.of())
                        .body()
                        .toString())
                .contains("row 11 does not continue row 10");
    }

    @Test
    void aPurgeRemovesABeginningAndSignsWhatWasThere() {
        appendMany(700, Instant.parse("2020-01-01T00:00:00Z"));
        appendMany(5, Instant.now());
        assertThat(await(bean(PurgeLoop.class).pass())).isEqualTo(700);

        ChainPoint tail = await(bean(AuditChainStore.class).read(End.TAIL));
        List<AuditChain.Row> rest = rows();
        assertThat(tail.sequence()).isEqualTo(700);
        assertThat(rest).hasSize(5);
        assertThat(AuditChain.firstBreak(tail, rest)).isEmpty();
        Checkpoint left = Objects.requireNonNull(
                await(bean(AuditCheckpointStore.class).from(0).next()));
        assertThat(left.kind()).isEqualTo(Checkpoint.Kind.PURGE);
        assertThat(left.at()).isEqualTo(tail);
        assertThat(CheckpointKey.isGenuine(left, publicKey())).isTrue();
        assertThat(await(bean(AuditSealHandler.class).checkpoint(Checkpoint.Kind.PERIODIC))
                        .at()
                        .sequence())
                .isEqualTo(705);
    }

    @Test
    void aboveTheLimitTheOldestGo() {
        appendMany(1100, Instant.now());
        assertThat(await(bean(PurgeLoop.class).pass())).isEqualTo(100);
        assertThat(rows()).hasSize(1000);
    }

    @Test
    void theSettingDecidesHowLongRowsStay() throws SQLException {
        appendMany(3, Instant.now().minusSeconds(120));
        assertThat(await(bean(PurgeLoop.class).pass())).isZero();
        sql("insert into setting (name, value, created) values ('audit_log.purge.after.seconds', '60', now())");
        assertThat(await(bean(PurgeLoop.class).pass())).isEqualTo(3);
        sql("delete from setting where name = 'audit_log.purge.after.seconds'");
        assertThat(server.admin().get("/settings/audit_log.purge.after.seconds").text("value"))
                .isEqualTo("2592000");
    }

    @Test
    void rowsFromBeforeTheChainGetTheirPlacesOnce() throws SQLException {
        String insert =
                "insert into audit_log (created, event_type, account_id) values ('2026-01-01 00:00:00.123456', ";
        sql("update audit_end set seq = 0 where name = 'adopted'");
        sql(insert + "'api.stack.create', 5)");
        sql(insert + "'api.stack.delete', 5)");
        try (IdentityServer restarted = start()) {
            assertThat(restarted.admin().get("/auditlogs/chain").body()).containsEntry("rowsBesideTheChain", 0);
        }
        assertThat(AuditChain.firstBreak(ChainPoint.START, rows())).isEmpty();
        assertThat(rows()).hasSize(2);

        sql(insert + "'slipped in', 5)");
        try (IdentityServer restarted = start()) {
            assertThat(restarted.admin().get("/auditlogs/chain").body()).containsEntry("rowsBesideTheChain", 1);
        }
        assertThat(rows()).hasSize(2);
    }

    @Test
    void anExportOfEverythingCanBeVerifiedAndOthersSeeTheirOwn() {
        appendMany(450, Instant.now());
        append(row("another environment's", 6L));
        server.admin().post("/auditlogs/checkpoints", Map.of());

        List<JsonNode> all = export(null, "?format=jsonl");
        assertThat(all.getFirst().path("type").stringValue()).isEqualTo("auditChain");
        assertThat(all.get(1).path("type").stringValue()).isEqualTo("auditCheckpoint");
        assertThat(all.getLast().path("rows").asLong()).isEqualTo(451);
        assertThat(all).hasSize(451 + 3);
        List<JsonNode> own = export("1a5", "");
        assertThat(own)
                .hasSize(450)
                .allSatisfy(
                        line -> assertThat(line.path("accountId").stringValue()).isEqualTo("1a5"));
        assertThat(export(null, "?accountId=1a6")).hasSize(1);
        assertThat(server.admin().get("/auditlogs?accountId=1a6").data())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("sequence", 451));
        assertThat(text(null, "?format=csv&accountId=1a6"))
                .startsWith("sequence,id,created,eventType,")
                .contains("another environment's")
                .contains("\r\n451,");
        assertThat(server.admin().get("/auditlogs/export?format=xml").status()).isEqualTo(400);
        assertThat(server.as(ADMIN_KEY, "1a5").get("/auditlogs/chain").status()).isEqualTo(403);
    }

    @Test
    void aReadOfASecretIsRecorded() {
        var api = server.as(ADMIN_KEY, "1a5");
        Answer made = api.post("/registrationtokens", Map.of());
        assertThat(made.status()).isIn(201, 202);
        assertThat(api.get("/registrationtokens/" + made.text("id")).text("token"))
                .isNotBlank();

        List<Map<String, Object>> rows = Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> server.admin()
                                .get("/auditlogs?eventType=api.registrationToken.read")
                                .data(),
                        found -> !found.isEmpty());
        assertThat(rows.getFirst())
                .containsEntry("resourceId", made.text("id"))
                .containsEntry("accountId", "1a5")
                .containsEntry("authenticatedAsAccountId", "1a1");
    }

    @Test
    void aBatchOfTheLongestEventsIsTaken() {
        List<Map<String, Object>> events = IntStream.range(0, 200)
                .mapToObj(i -> Map.<String, Object>of(
                        "eventType",
                        "api.stack.create",
                        "requestObject",
                        "r".repeat(12 * 1024),
                        "responseObject",
                        "s".repeat(12 * 1024)))
                .toList();
        Answer stored =
                server.exchange(HttpMethod.POST, "/internal/audit", Map.of("X-Drover-Internal", SECRET), events);
        assertThat(stored.status()).isEqualTo(204);
        assertThat(rows()).hasSize(200);
    }

    /** Not a benchmark: that many wait for few transactions, and the order of magnitude for whoever reads the output. */
    @Test
    void appendersShareTransactions() {
        appendMany(500, Instant.now());
        long before = passes();
        long begin = System.nanoTime();
        await(Flux.range(0, 2000)
                .flatMap(i -> bean(AuditStore.class).append(List.of(row("row " + i))), 64)
                .then(Mono.just(true)));
        double millis = (System.nanoTime() - begin) / 1e6;
        long passes = passes() - before;
        System.out.printf("2000 appends, 64 at once: %.0f ms, %d transactions%n", millis, passes);
        assertThat(passes).isLessThan(500);
        long alone = System.nanoTime();
        await(Flux.range(0, 200)
                .concatMap(i -> bean(AuditStore.class).append(List.of(row("row " + i))))
                .then(Mono.just(true)));
        System.out.printf("200 appends, one after the other: %.2f ms each%n", (System.nanoTime() - alone) / 200e6);
        assertThat(AuditChain.firstBreak(ChainPoint.START, rows())).isEmpty();
    }

    private long passes() {
        return bean(MeterRegistry.class).find("drover.loop.pass").tag("loop", "audit").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private List<JsonNode> export(@Nullable String environment, String query) {
        return text(environment, query).lines().map(JSON::readTree).toList();
    }

    private String text(@Nullable String environment, String query) {
        String token = server.basicToken(ADMIN_KEY, environment).text("token");
        byte[] body = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + server.port)
                .responseTimeout(LIMIT)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
                .build()
                .method(HttpMethod.GET)
                .uri("/v2-beta/auditlogs/export" + query)
                .header("Authorization", "Bearer " + token)
                .header("X-Drover-Internal", SECRET)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(Objects.requireNonNull(body), java.nio.charset.StandardCharsets.UTF_8);
    }

    private String publicKey() {
        return bean(AuditSealHandler.class).keys().getFirst().publicKey();
    }

    private List<AuditChain.Row> rows() {
        return await(bean(AuditChainStore.class).behind(0, 10_000));
    }

    private void append(AuditRow... rows) {
        await(bean(AuditStore.class).append(List.of(rows)));
    }

    private void appendMany(int count, Instant created) {
        List<AuditRow> rows = IntStream.range(0, count)
                .mapToObj(i -> row("row " + i, 5L, created))
                .toList();
        await(Flux.fromIterable(rows)
                .buffer(AuditStore.MAX_BATCH)
                .concatMap(some -> bean(AuditStore.class).append(some))
                .then(Mono.just(true)));
    }

    private static AuditRow row(String description) {
        return row(description, 5L);
    }

    private static AuditRow row(String description, long account) {
        return row(description, account, Instant.now());
    }

    private static AuditRow row(String description, long account, Instant created) {
        return new AuditRow(
                0,
                created,
                "api.host.delete",
                "host",
                "1h1",
                "BasicAuth",
                1L,
                "admin",
                account,
                "{\"a\":1}",
                null,
                200,
                "192.0.2.1",
                description,
                12L);
    }

    private <T> T bean(Class<T> type) {
        return server.context.getBean(type);
    }

    private static <T> T await(Mono<T> work) {
        return Objects.requireNonNull(work.block(LIMIT));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database().connect();
                var sql = connection.createStatement()) {
            sql.executeUpdate(statement);
        }
    }
}
