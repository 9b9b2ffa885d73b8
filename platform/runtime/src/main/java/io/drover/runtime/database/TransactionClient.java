package io.drover.runtime.database;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.feed.CommitStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Write transactions: READ COMMITTED (as all connections of the pool are), cut off after {@link #LIMIT} (readers of the change feed rely on it), tried again up
 * to three times after a deadlock or lock timeout, and announced to the feed after the commit.
 */
public final class TransactionClient {
    /** Below the patience of the change feed's readers. */
    public static final Duration LIMIT = Duration.ofSeconds(4);

    private static final int RETRIES = 3;

    private final TransactionalOperator operator;
    private final CommitStream commits;

    public TransactionClient(ReactiveTransactionManager transactions, CommitStream commits) {
        this.operator = TransactionalOperator.create(transactions);
        this.commits = commits;
    }

    /**
     * Runs the work in one transaction.
     *
     * @param work cold: it is subscribed again when the transaction is tried again, and does nothing but database work
     */
    public <T> Mono<T> write(Mono<T> work) {
        return operator.transactional(work)
                .timeout(LIMIT)
                .onErrorMap(TimeoutException.class, TransactionClient::tooSlow)
                .retryWhen(Retry.backoff(RETRIES, Duration.ofMillis(20))
                        .filter(TransientDataAccessException.class::isInstance)
                        .onRetryExhaustedThrow((_, signal) -> signal.failure()))
                .doOnSuccess(_ -> commits.committed());
    }

    private static PartUnavailable tooSlow(TimeoutException error) {
        return new PartUnavailable(
                "database",
                "the database did not finish within %d s; try again".formatted(LIMIT.toSeconds()),
                Duration.ofSeconds(2),
                error);
    }
}
