package io.drover.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.Invariants;
import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.database.TrialContext;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.testkit.MariaDb;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Several connections against the real server: nothing about commit order can be shown without one. */
class ChangeStreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Long, so that a test that passes by waiting for the gap's end would show. */
    private static final FeedSettings PATIENT =
            new FeedSettings(Duration.ofSeconds(60), Duration.ofMillis(200), Duration.ofHours(1), 100);

    private static final FeedSettings HASTY =
            new FeedSettings(Duration.ofMillis(600), Duration.ofMillis(200), Duration.ofHours(1), 100);

    @RegisterExtension
    static final MariaDb DATABASE = MariaDb.forService("trial");

    private TrialContext context;
    private ChangeStream feed;

    @BeforeEach
    void emptyLog() throws SQLException {
        start(PATIENT);
        try (Connection connection = DATABASE.connect()) {
            run(connection, "TRUNCATE change_log");
        }
        context.close();
        start(PATIENT);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private void start(FeedSettings settings) {
        context = new TrialContext(DATABASE.settings(), settings);
        feed = context.get(ChangeStream.class);
    }

    @Test
    void deliversInOrderWhenALaterRevisionCommitsFirst() throws SQLException {
        try (Connection early = DATABASE.connect();
                Connection late = DATABASE.connect()) {
            early.setAutoCommit(false);
            late.setAutoCommit(false);
            append(early, 1);
            append(late, 2);
            StepVerifier.create(resources(0))
                    .then(() -> commit(late))
                    .expectNoEvent(Duration.ofMillis(800))
                    .then(() -> commit(early))
                    .expectNext(1L, 2L)
                    .thenCancel()
                    .verify(LIMIT);
        }
    }

    @Test
    void passesOverAGapOnlyAfterTheLongestTransactionCouldHaveEnded() throws SQLException {
        context.close();
        start(HASTY);
        try (Connection rolledBack = DATABASE.connect()) {
            rolledBack.setAutoCommit(false);
            append(rolledBack, 1);
            StepVerifier.create(resources(0))
                    .then(() -> appendAndCommit(2, 3))
                    .expectNoEvent(Duration.ofMillis(300))
                    .then(() -> rollback(rolledBack))
                    .expectNext(2L, 3L)
                    .thenCancel()
                    .verify(LIMIT);
        }
    }

    @Test
    void aGapThatIsFilledAfterAllMakesFollowersListAgain() throws SQLException {
        context.close();
        start(HASTY);
        try (Connection tooSlow = DATABASE.connect()) {
            tooSlow.setAutoCommit(false);
            append(tooSlow, 1);
            StepVerifier.create(feed.from(0))
                    .then(() -> appendAndCommit(2))
                    .expectNextMatches(signal -> signal instanceof Changed changed
                            && changed.change().resourceId() == 2)
                    .then(() -> commit(tooSlow))
                    .expectNextMatches(Lagging.class::isInstance)
                    .thenCancel()
                    .verify(LIMIT);
        }
        assertThat(context.get(Invariants.class).violations()).hasSize(1);
    }

    @Test
    void listThenFollowMissesNothingAndWakesAtOnceAfterACommitOfThisProcess() {
        TransactionClient transactions = context.get(TransactionClient.class);
        ChangeLog log = context.get(ChangeLog.class);
        appendAndCommit(1, 2, 3);
        StepVerifier.create(feed.position().thenMany(resources(1)))
                .expectNext(2L, 3L)
                .then(() -> transactions
                        .write(log.append(List.of(
                                NewChange.updated("service", 4, 7L).onHost(9L), NewChange.removed("host", 5, null))))
                        .block(LIMIT))
                .expectNext(4L, 5L)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void carriesEveryField() {
        context.get(TransactionClient.class)
                .write(context.get(ChangeLog.class)
                        .append(List.of(
                                NewChange.created("stack", 4, 7L).onHost(9L), NewChange.removed("host", 5, null))))
                .block(LIMIT);
        List<FeedSignal> signals =
                Objects.requireNonNull(feed.from(0).take(2).collectList().block(LIMIT));
        assertThat(signals).hasSize(2);
        Change first = ((Changed) signals.get(0)).change();
        Change second = ((Changed) signals.get(1)).change();
        assertThat(first)
                .isEqualTo(new Change(first.revision(), "stack", 4, 7L, ChangeKind.CREATED, 9L, first.created()));
        assertThat(second)
                .isEqualTo(
                        new Change(first.revision() + 1, "host", 5, null, ChangeKind.REMOVED, null, second.created()));
    }

    @Test
    void aFollowerThatFellOutOfTheWindowIsServedFromTheTable() {
        appendMany(1, 250);
        StepVerifier.create(resources(0), 10)
                .expectNextCount(10)
                .then(() -> appendMany(251, 800))
                .thenRequest(Long.MAX_VALUE)
                .expectNextSequence(LongStream.rangeClosed(11, 800).boxed().toList())
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void aRevisionBeforeOrBeyondTheLogMeansListingAgain() throws SQLException {
        appendMany(1, 200);
        StepVerifier.create(resources(0).take(200))
                .expectNextCount(200)
                .expectComplete()
                .verify(LIMIT);
        try (Connection connection = DATABASE.connect()) {
            run(connection, "DELETE FROM change_log WHERE revision < 50");
        }
        StepVerifier.create(resources(190).take(10))
                .expectNextCount(10)
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(feed.from(10).take(1))
                .expectNextMatches(signal -> signal instanceof Lagging lagging && lagging.revision() == 200)
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(feed.from(9000).take(1))
                .expectNextMatches(Lagging.class::isInstance)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aTruncatedLogMakesFollowersListAgainAndGoOn() {
        appendMany(1, 20);
        StepVerifier.create(feed.from(19).map(FeedSignal::getClass))
                .expectNext(Changed.class)
                .then(() -> {
                    try (Connection connection = DATABASE.connect()) {
                        run(connection, "TRUNCATE change_log");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .expectNext(Lagging.class)
                .then(() -> appendAndCommit(21))
                .expectNext(Changed.class)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void pruningKeepsTheNewestRows() throws SQLException {
        appendMany(1, 1200);
        try (Connection connection = DATABASE.connect()) {
            run(connection, "UPDATE change_log SET created = UTC_TIMESTAMP(3) - INTERVAL 1 DAY");
        }
        ChangeLog log = context.get(ChangeLog.class);
        assertThat(log.prune(Duration.ofHours(1), 150).block(LIMIT)).isEqualTo(150);
        assertThat(log.prune(Duration.ofHours(1), 5000).block(LIMIT)).isEqualTo(49);
        assertThat(log.bounds().block(LIMIT)).isEqualTo(new ChangeLog.Bounds(200, 1200));
    }

    private Flux<Long> resources(long from) {
        return feed.from(from).map(signal -> switch (signal) {
            case Changed(Change change) -> change.resourceId();
            case Lagging(long revision, String _) -> -revision;
        });
    }

    private void appendAndCommit(long... resources) {
        try (Connection connection = DATABASE.connect()) {
            connection.setAutoCommit(false);
            for (long resource : resources) {
                append(connection, resource);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void appendMany(int first, int last) {
        List<NewChange> changes = IntStream.rangeClosed(first, last)
                .mapToObj(i -> NewChange.updated("service", i, 1L))
                .toList();
        context.get(TransactionClient.class)
                .write(context.get(ChangeLog.class).append(changes))
                .block(LIMIT);
    }

    private static void append(Connection connection, long resource) throws SQLException {
        run(
                connection,
                "INSERT INTO change_log (resource_type, resource_id, environment_id, kind, host_id, created)"
                        + " VALUES ('service', " + resource + ", 1, 'updated', NULL, UTC_TIMESTAMP(3))");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
