package io.drover.identity.store;

import io.drover.api.ApiException;
import io.drover.runtime.loop.KeyedLoop;
import io.drover.runtime.loop.LoopRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * This process's one writer of the chain. Whoever appends while a transaction is under way is put into the next one: waiting
 * for the chain's head costs one connection, however many sign in at once, and one transaction serves them all.
 */
public final class AuditAppendLoop implements SmartLifecycle {
    /** Rows of one transaction, unless one call brings more. */
    private static final int BATCH = AuditStore.MAX_BATCH;

    private static final int MOST_WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String KEY = "chain";

    private final AuditWriteStore store;
    private final KeyedLoop<String> loop;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger rows = new AtomicInteger();
    private volatile boolean isRunning;

    /** @param stored tells the caller how many rows were stored, or why not */
    private record Waiting(List<AuditRow> rows, Sinks.One<Long> stored) {}

    public AuditAppendLoop(AuditWriteStore store, LoopRuntime runtime) {
        this.store = store;
        this.loop = new KeyedLoop<>("audit", 1, Duration.ZERO, _ -> pass(), runtime);
        runtime.meters().gauge("drover.audit.appending", rows);
    }

    /** Completes when the rows are stored; a caller who leaves does not take them back. */
    public Mono<Long> append(List<AuditRow> added) {
        return Mono.defer(() -> {
            if (rows.addAndGet(added.size()) > MOST_WAITING) {
                rows.addAndGet(-added.size());
                return Mono.error(busy());
            }
            Waiting waiting = new Waiting(List.copyOf(added), Sinks.one());
            queue.add(waiting);
            loop.trigger(KEY);
            return waiting.stored().asMono().timeout(PATIENCE).onErrorMap(TimeoutException.class, _ -> busy());
        });
    }

    private static ApiException busy() {
        return new ApiException.Unavailable(
                2, "the audit log takes no more rows at the moment, and nothing is done unrecorded; try again");
    }

    private Mono<Optional<Instant>> pass() {
        return Mono.defer(() -> {
            List<Waiting> batch = next();
            if (batch.isEmpty()) {
                return Mono.just(Optional.<Instant>empty());
            }
            List<AuditRow> all =
                    batch.stream().flatMap(waiting -> waiting.rows().stream()).toList();
            return store.append(all)
                    .doOnSuccess(_ -> batch.forEach(waiting ->
                            waiting.stored().tryEmitValue((long) waiting.rows().size())))
                    .doOnError(
                            error -> batch.forEach(waiting -> waiting.stored().tryEmitError(error)))
                    .onErrorComplete()
                    .doFinally(_ -> {
                        rows.addAndGet(-all.size());
                        if (!queue.isEmpty()) {
                            loop.trigger(KEY);
                        }
                    })
                    .then(Mono.just(Optional.<Instant>empty()));
        });
    }

    private List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        int size = 0;
        for (Waiting head = queue.peek();
                head != null && (batch.isEmpty() || size + head.rows().size() <= BATCH);
                head = queue.peek()) {
            queue.remove();
            batch.add(head);
            size += head.rows().size();
        }
        return batch;
    }

    @Override
    public void start() {
        isRunning = true;
        loop.start();
    }

    @Override
    public void stop() {
        isRunning = false;
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Below the web server's, so that requests under way can still be recorded. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 8192;
    }
}
