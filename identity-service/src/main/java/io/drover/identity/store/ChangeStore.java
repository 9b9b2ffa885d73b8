package io.drover.identity.store;

import io.drover.runtime.database.TransactionClient;
import io.drover.runtime.feed.ChangeLog;
import io.drover.runtime.feed.NewChange;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The one way to change rows: statements and their changes in one transaction, revocations right after the commit. */
public final class ChangeStore {
    private final TransactionClient transactions;
    private final ChangeLog log;
    private final RevocationStream revocations;

    public ChangeStore(TransactionClient transactions, ChangeLog log, RevocationStream revocations) {
        this.transactions = transactions;
        this.log = log;
        this.revocations = revocations;
    }

    private record Written<T>(T result, List<NewChange> changes) {}

    /**
     * @param work cold, database work only; may run more than once. Empty: nothing is appended
     * @param changes what the result means
     */
    public <T> Mono<T> write(Mono<T> work, Function<T, List<NewChange>> changes) {
        Mono<Written<T>> all = work.map(result -> new Written<>(result, changes.apply(result)))
                .flatMap(written -> log.append(written.changes()).thenReturn(written));
        return transactions
                .write(all)
                .doOnNext(written -> revocations.announce(written.changes()))
                .map(Written::result);
    }

    /** A change that needs no result to be named. */
    public Mono<Long> write(Mono<Long> work, NewChange... changes) {
        return write(work, _ -> List.of(changes));
    }
}
