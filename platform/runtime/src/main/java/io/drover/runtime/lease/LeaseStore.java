package io.drover.runtime.lease;

import io.drover.runtime.database.TransactionClient;
import java.time.Duration;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The {@code lease} table. All times are the database's. */
public final class LeaseStore {
    private final DatabaseClient database;
    private final TransactionClient transactions;

    public LeaseStore(DatabaseClient database, TransactionClient transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /**
     * Takes the lease if nobody has it, its time is over, or its holder has this name (the same holder after a crash need
     * not wait for itself). Always a new epoch; empty if somebody else has it.
     */
    public Mono<LeaseEpoch> acquire(String name, String holder, Duration expiry) {
        Mono<Long> taken = database.sql("INSERT IGNORE INTO lease (name, holder, epoch, expires_at)"
                        + " VALUES (:name, '', 0, UTC_TIMESTAMP(3) - INTERVAL 1 SECOND)")
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .then(database.sql("UPDATE lease SET epoch = epoch + 1, holder = :holder,"
                                + " expires_at = UTC_TIMESTAMP(3) + INTERVAL :micros MICROSECOND"
                                + " WHERE name = :name AND (holder = :holder OR expires_at < UTC_TIMESTAMP(3))")
                        .bind("holder", holder)
                        .bind("micros", expiry.toNanos() / 1000)
                        .bind("name", name)
                        .fetch()
                        .rowsUpdated());
        return transactions.write(
                taken.filter(rows -> rows == 1).flatMap(_ -> epoch(name)).map(epoch -> new LeaseEpoch(name, epoch)));
    }

    /** Holds the lease longer. False: it was lost. */
    public Mono<Boolean> renew(LeaseEpoch held, String holder, Duration expiry) {
        return database.sql(
                        "UPDATE lease SET expires_at = UTC_TIMESTAMP(3) + INTERVAL :micros MICROSECOND"
                                + " WHERE name = :name AND epoch = :epoch AND holder = :holder AND expires_at > UTC_TIMESTAMP(3)")
                .bind("micros", expiry.toNanos() / 1000)
                .bind("name", held.name())
                .bind("epoch", held.epoch())
                .bind("holder", holder)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Gives the lease back, so that the next holder need not wait for its end. */
    public Mono<Void> release(LeaseEpoch held, String holder) {
        return database.sql("UPDATE lease SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"
                        + " WHERE name = :name AND epoch = :epoch AND holder = :holder")
                .bind("name", held.name())
                .bind("epoch", held.epoch())
                .bind("holder", holder)
                .then();
    }

    /**
     * First statement of every transaction of a loop. The row stays locked against a new holder until the transaction
     * ends, so what was checked stays true.
     *
     * @return completes, or fails with {@link StaleLease}
     */
    public Mono<Void> check(LeaseEpoch fence) {
        // LOCK IN SHARE MODE, not FOR SHARE: MariaDB knows only the former.
        return database.sql("SELECT epoch FROM lease WHERE name = :name AND epoch = :epoch LOCK IN SHARE MODE")
                .bind("name", fence.name())
                .bind("epoch", fence.epoch())
                .map(row -> Objects.requireNonNull(row.get("epoch", Long.class)))
                .one()
                .switchIfEmpty(Mono.error(() -> new StaleLease(fence)))
                .then();
    }

    /** A write transaction that only the holder of the lease can commit. */
    public <T> Mono<T> write(LeaseEpoch fence, Mono<T> work) {
        return transactions.write(check(fence).then(work));
    }

    private Mono<Long> epoch(String name) {
        return database.sql("SELECT epoch FROM lease WHERE name = :name")
                .bind("name", name)
                .map(row -> Objects.requireNonNull(row.get("epoch", Long.class)))
                .one();
    }
}
