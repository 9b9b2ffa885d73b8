package io.drover.runtime.feed;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The {@code change_log} table.
 *
 * <p>Rule: {@link #append} is the last statement of the transaction that changes the data. Revisions are handed out by it
 * and become visible by the commit; the shorter the time between, the sooner readers go on (see {@link RevisionTail}).
 */
public final class ChangeLog {
    /** Rows that stay whatever their age: the newest row tells a starting reader where the log is. */
    private static final int KEPT_ROWS = 1000;

    private static final String COLUMNS =
            "revision, resource_type, resource_id, environment_id, kind, host_id, created";

    private final DatabaseClient database;

    public ChangeLog(DatabaseClient database) {
        this.database = database;
    }

    /** Writes the changes within the caller's transaction. */
    public Mono<Void> append(Collection<NewChange> changes) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        List<NewChange> rows = List.copyOf(changes);
        String values = IntStream.range(0, rows.size())
                .mapToObj(i -> "(:t%1$d, :r%1$d, :e%1$d, :k%1$d, :h%1$d, UTC_TIMESTAMP(3))".formatted(i))
                .collect(Collectors.joining(", "));
        GenericExecuteSpec insert = database.sql(
                "INSERT INTO change_log (resource_type, resource_id, environment_id, kind, host_id, created) VALUES "
                        + values);
        for (int i = 0; i < rows.size(); i++) {
            insert = bind(insert, i, rows.get(i));
        }
        return insert.then();
    }

    public Mono<Void> append(NewChange change) {
        return append(List.of(change));
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec insert, int i, NewChange row) {
        GenericExecuteSpec bound = insert.bind("t" + i, row.resourceType())
                .bind("r" + i, row.resourceId())
                .bind("k" + i, row.kind().wire());
        Long environment = row.environmentId();
        bound = environment == null ? bound.bindNull("e" + i, Long.class) : bound.bind("e" + i, environment);
        Long host = row.hostId();
        return host == null ? bound.bindNull("h" + i, Long.class) : bound.bind("h" + i, host);
    }

    /** Committed changes after a revision, in order. */
    Flux<Change> after(long revision, int limit) {
        return database.sql("SELECT " + COLUMNS
                        + " FROM change_log WHERE revision > :revision ORDER BY revision LIMIT :limit")
                .bind("revision", revision)
                .bind("limit", limit)
                .map(ChangeLog::change)
                .all();
    }

    /** How many of these revisions exist. */
    Mono<Long> count(Collection<Long> revisions) {
        return database.sql("SELECT COUNT(*) AS n FROM change_log WHERE revision IN (:revisions)")
                .bind("revisions", List.copyOf(revisions))
                .map(row -> number(row, "n"))
                .one();
    }

    /**
     * The newest revision below which no gap can be filled any more: the newest that is older than the longest
     * transaction, by the database's clock. 0 if there is none.
     */
    Mono<Long> settled(Duration longestTransaction) {
        return database.sql("SELECT COALESCE(MAX(revision), 0) AS n FROM change_log"
                        + " WHERE created < UTC_TIMESTAMP(3) - INTERVAL :micros MICROSECOND")
                .bind("micros", longestTransaction.toNanos() / 1000)
                .map(row -> number(row, "n"))
                .one();
    }

    /** First and last revision there are; (0, 0) for an empty log. */
    Mono<Bounds> bounds() {
        return database.sql(
                        "SELECT COALESCE(MIN(revision), 0) AS lowest, COALESCE(MAX(revision), 0) AS highest FROM change_log")
                .map(row -> new Bounds(number(row, "lowest"), number(row, "highest")))
                .one();
    }

    /** Forgets changes older than that, but never the newest {@value #KEPT_ROWS}; at most {@code limit} rows at once. */
    Mono<Long> prune(Duration history, int limit) {
        return bounds().flatMap(bounds -> database.sql("DELETE FROM change_log WHERE revision < :keep"
                        + " AND created < UTC_TIMESTAMP(3) - INTERVAL :seconds SECOND ORDER BY revision LIMIT :limit")
                .bind("keep", bounds.highest() - KEPT_ROWS)
                .bind("seconds", history.toSeconds())
                .bind("limit", limit)
                .fetch()
                .rowsUpdated());
    }

    record Bounds(long lowest, long highest) {}

    private static Change change(Readable row) {
        return new Change(
                number(row, "revision"),
                Objects.requireNonNull(row.get("resource_type", String.class)),
                number(row, "resource_id"),
                row.get("environment_id", Long.class),
                ChangeKind.of(Objects.requireNonNull(row.get("kind", String.class))),
                row.get("host_id", Long.class),
                instant(Objects.requireNonNull(row.get("created", LocalDateTime.class))));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    private static Instant instant(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC);
    }
}
