package io.drover.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.FeedSettings;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.lease.GenerationStore;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.lease.LeaseStore;
import io.drover.runtime.lease.StaleLease;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Everything the platform asks of the database, with both drivers. */
class DriversIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("trial");

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void namedParametersNullsKeysAndListsWork(String driver) {
        try (TrialContext context = open(driver)) {
            DatabaseClient client = context.get(DatabaseClient.class);
            Long id = client.sql("INSERT INTO thing (name, note, amount) VALUES (:name, :note, :amount)")
                    .bind("name", "kärra-" + driver)
                    .bindNull("note", String.class)
                    .bind("amount", 3_000_000_000L)
                    .filter(statement -> statement.returnGeneratedValues("id"))
                    .map(row -> Objects.requireNonNull(row.get(0, Long.class)))
                    .one()
                    .block(LIMIT);
            Map<String, Object> row = client.sql(
                            "SELECT name, note, amount FROM thing WHERE id IN (:ids) AND name = :name")
                    .bind("ids", List.of(Objects.requireNonNull(id), -1L))
                    .bind("name", "kärra-" + driver)
                    .fetch()
                    .one()
                    .block(LIMIT);
            assertThat(row).containsEntry("amount", 3_000_000_000L).containsEntry("note", null);
            StepVerifier.create(client.sql("INSERT INTO thing (name) VALUES (:name)")
                            .bind("name", "kärra-" + driver)
                            .then())
                    .expectError(DataIntegrityViolationException.class)
                    .verify(LIMIT);
            Long matched = client.sql("UPDATE thing SET note = note WHERE id = :id")
                    .bind("id", id)
                    .fetch()
                    .rowsUpdated()
                    .block(LIMIT);
            assertThat(matched)
                    .as("compare-and-set counts matched rows, changed or not")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void timesAreUtc(String driver) {
        try (TrialContext context = open(driver)) {
            LocalDateTime bound = LocalDateTime.parse("2026-07-01T12:34:56.789");
            LocalDateTime read = context.get(DatabaseClient.class)
                    .sql(
                            "SELECT CAST(:at AS DATETIME(3)) AS t, TIMESTAMPDIFF(SECOND, NOW(3), UTC_TIMESTAMP(3)) AS shift")
                    .bind("at", bound)
                    .map(row -> {
                        assertThat(row.get("shift", Long.class)).isZero();
                        return Objects.requireNonNull(row.get("t", LocalDateTime.class));
                    })
                    .one()
                    .block(LIMIT);
            assertThat(read).isEqualTo(bound);
        }
    }

    /** Readers of the change feed rely on it, and no transaction asks for it again. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void transactionsSeeWhatOthersCommittedMeanwhile(String driver) throws Exception {
        try (TrialContext context = open(driver);
                Connection beside = DATABASE.connect()) {
            String name = "meanwhile-" + driver;
            Mono<Long> counted = context.get(DatabaseClient.class)
                    .sql("SELECT COUNT(*) AS n FROM thing WHERE name = :name")
                    .bind("name", name)
                    .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                    .one();
            Mono<Integer> other = Mono.fromCallable(
                    () -> beside.createStatement().executeUpdate("INSERT INTO thing (name) VALUES ('" + name + "')"));
            Long seen = context.get(TransactionClient.class)
                    .write(counted.then(other).then(counted))
                    .block(LIMIT);
            assertThat(seen).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aFailedTransactionLeavesNothing(String driver) {
        try (TrialContext context = open(driver)) {
            DatabaseClient client = context.get(DatabaseClient.class);
            Mono<Void> work = client.sql("INSERT INTO thing (name) VALUES ('ghost')")
                    .then()
                    .then(context.get(ChangeLog.class).append(NewChange.created("thing", 1, null)))
                    .then(Mono.error(new IllegalStateException("no")));
            StepVerifier.create(context.get(TransactionClient.class).write(work))
                    .expectError(IllegalStateException.class)
                    .verify(LIMIT);
            assertThat(count(client, "SELECT COUNT(*) AS n FROM thing WHERE name = 'ghost'"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aTransactionThatTakesTooLongIsCutOffAndRolledBack(String driver) {
        try (TrialContext context = open(driver)) {
            DatabaseClient client = context.get(DatabaseClient.class);
            Mono<Void> work = client.sql("INSERT INTO thing (name) VALUES ('slow')")
                    .then()
                    .then(Mono.never());
            StepVerifier.create(context.get(TransactionClient.class).write(work))
                    .expectErrorMatches(error -> error instanceof PartUnavailable unavailable
                            && unavailable.sentence().startsWith("the database did not finish within 4 s"))
                    .verify(LIMIT);
            assertThat(count(client, "SELECT COUNT(*) AS n FROM thing WHERE name = 'slow'"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aLockTimeoutIsTriedAgain(String driver) throws Exception {
        try (TrialContext context = open(driver);
                Connection holder = DATABASE.connect()) {
            DatabaseClient client = context.get(DatabaseClient.class);
            String name = "locked-" + driver;
            client.sql("INSERT INTO thing (name, amount) VALUES (:name, 0)")
                    .bind("name", name)
                    .then()
                    .block(LIMIT);
            holder.setAutoCommit(false);
            holder.createStatement().executeUpdate("UPDATE thing SET amount = 5 WHERE name = '" + name + "'");
            Mono<Long> work = client.sql("UPDATE thing SET amount = amount + 1 WHERE name = :name")
                    .bind("name", name)
                    .fetch()
                    .rowsUpdated();
            Mono<Void> letGo = Mono.delay(Duration.ofMillis(2500))
                    .then(Mono.fromCallable(() -> {
                        holder.commit();
                        return true;
                    }))
                    .then();
            Mono.when(context.get(TransactionClient.class).write(work), letGo).block(LIMIT);
            assertThat(count(client, "SELECT amount AS n FROM thing WHERE name = '" + name + "'"))
                    .isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void onlyTheHolderOfTheCurrentEpochCommits(String driver) {
        try (TrialContext context = open(driver)) {
            LeaseStore leases = context.get(LeaseStore.class);
            DatabaseClient client = context.get(DatabaseClient.class);
            String lease = "loops-" + driver;
            Duration expiry = Duration.ofMillis(400);
            LeaseEpoch first =
                    Objects.requireNonNull(leases.acquire(lease, "a", expiry).block(LIMIT));
            assertThat(leases.acquire(lease, "b", expiry).blockOptional(LIMIT)).isEmpty();
            assertThat(leases.renew(first, "a", expiry).block(LIMIT)).isTrue();
            LeaseEpoch second = Objects.requireNonNull(leases.acquire(lease, "b", Duration.ofSeconds(10))
                    .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(50)))
                    .block(LIMIT));
            assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
            assertThat(leases.renew(first, "a", expiry).block(LIMIT)).isFalse();

            String name = "fenced-" + driver;
            Mono<Void> work = client.sql("INSERT INTO thing (name) VALUES (:name)")
                    .bind("name", name)
                    .then();
            StepVerifier.create(leases.write(first, work))
                    .expectError(StaleLease.class)
                    .verify(LIMIT);
            assertThat(count(client, "SELECT COUNT(*) AS n FROM thing WHERE name = '" + name + "'"))
                    .isZero();
            leases.write(second, work).block(LIMIT);
            assertThat(count(client, "SELECT COUNT(*) AS n FROM thing WHERE name = '" + name + "'"))
                    .isEqualTo(1);

            leases.release(second, "b").block(LIMIT);
            assertThat(Objects.requireNonNull(leases.acquire(lease, "a", expiry).block(LIMIT))
                            .epoch())
                    .isEqualTo(second.epoch() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void theGenerationIsMadeOnceAndHealthIsUp(String driver) {
        try (TrialContext context = open(driver)) {
            String generation = context.get(GenerationStore.class).read().block(LIMIT);
            assertThat(generation).hasSize(36);
            try (TrialContext again = open(driver)) {
                assertThat(again.get(GenerationStore.class).read().block(LIMIT)).isEqualTo(generation);
            }
            assertThat(Objects.requireNonNull(context.get(ReactiveHealthIndicator.class)
                                    .health()
                                    .block(LIMIT))
                            .getStatus())
                    .isEqualTo(Status.UP);
        }
    }

    private static TrialContext open(String driver) {
        return new TrialContext(DATABASE.settings(driver), FeedSettings.DEFAULT);
    }

    private static long count(DatabaseClient client, String sql) {
        return Objects.requireNonNull(client.sql(sql)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one()
                .block(LIMIT));
    }
}
