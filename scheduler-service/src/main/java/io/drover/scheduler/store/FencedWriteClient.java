package io.drover.scheduler.store;

import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.lease.LeaseStore;
import io.drover.runtime.lease.StaleLease;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Write transactions of the loops: each checks in the database that this process still is the one writer (design rule 5).
 * {@link #record} is the last thing a transaction does.
 */
public final class FencedWriteClient {
    private final LeaseStore leases;
    private final TransactionClient transactions;
    private final ChangeLog changes;
    private final Supplier<Optional<LeaseEpoch>> epoch;

    /** @param epoch what this process holds now */
    public FencedWriteClient(
            LeaseStore leases,
            TransactionClient transactions,
            ChangeLog changes,
            Supplier<Optional<LeaseEpoch>> epoch) {
        this.leases = leases;
        this.transactions = transactions;
        this.changes = changes;
        this.epoch = epoch;
    }

    /** A transaction of a loop: fails with {@link StaleLease} when somebody else runs the loops. */
    public <T> Mono<T> write(Mono<T> work) {
        return Mono.defer(() -> epoch.get()
                .map(fence -> leases.write(fence, work))
                .orElseGet(() -> Mono.error(() -> new StaleLease(new LeaseEpoch("scheduler", 0)))));
    }

    /** A transaction of the API or of an agent's report: any replica may make it. */
    public <T> Mono<T> writeUnfenced(Mono<T> work) {
        return transactions.write(work);
    }

    /** Within the transaction, last: tells the readers of the feed. */
    public Mono<Void> record(Collection<NewChange> rows) {
        return changes.append(rows);
    }
}
