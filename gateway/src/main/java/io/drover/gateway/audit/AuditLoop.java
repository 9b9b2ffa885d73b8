package io.drover.gateway.audit;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.Guarded;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends the rows of the {@link AuditTrail} in batches. A batch is tried until it is stored: the trail fills up meanwhile and
 * then stops changes. When the gateway stops, it stops after the web server and sends what is left.
 */
public final class AuditLoop implements SmartLifecycle {
    private static final int BATCH = 200;
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final AuditTrail trail;
    private final WebClient identity;
    private final Guarded guarded;
    private final Subscriptions subscriptions;
    private volatile boolean isRunning;

    /** @param identity with the suite's secret */
    public AuditLoop(AuditTrail trail, WebClient identity, Guarded guarded, Subscriptions subscriptions) {
        this.trail = trail;
        this.identity = identity;
        this.guarded = guarded;
        this.subscriptions = subscriptions;
    }

    /** Without end. */
    public Flux<List<AuditRow>> run() {
        return Flux.interval(EVERY).onBackpressureDrop().concatMap(_ -> sendAll());
    }

    private Flux<List<AuditRow>> sendAll() {
        return Flux.defer(() -> {
            List<AuditRow> batch = trail.next(BATCH);
            return batch.isEmpty() ? Flux.empty() : send(batch).concatWith(sendAll());
        });
    }

    private Mono<List<AuditRow>> send(List<AuditRow> batch) {
        Mono<Void> call = identity.post()
                .uri("/internal/audit")
                .bodyValue(batch)
                .retrieve()
                .toBodilessEntity()
                .then();
        return guarded.mono(call)
                .doOnCancel(() -> trail.putBack(batch))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, EVERY).maxBackoff(Duration.ofSeconds(5)))
                .then(Mono.fromCallable(() -> {
                    trail.stored(batch);
                    return batch;
                }));
    }

    @Override
    public void start() {
        isRunning = true;
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public void stop(Runnable callback) {
        stop();
        subscriptions.once(
                "the last audit rows", sendAll().then().timeout(LAST_WORDS).doFinally(_ -> callback.run()));
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Below the web server's phase, so that it stops later. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 4096;
    }
}
