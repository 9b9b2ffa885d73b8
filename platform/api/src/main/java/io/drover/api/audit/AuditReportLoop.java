package io.drover.api.audit;

import io.drover.api.audit.AuditTrail.Batch;
import io.drover.runtime.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Delivers what is in the {@link AuditTrail}, in batches, each tried until it is stored: it can be stored twice when an answer
 * was lost, never not at all. When the process stops, it stops after the web server and delivers what is left.
 */
public final class AuditReportLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AuditReportLoop.class);

    /** Few, because each may hold two objects. */
    private static final int BATCH = 50;

    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final AuditTrail trail;
    private final Delivery delivery;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private volatile boolean isRunning;

    public AuditReportLoop(AuditTrail trail, Delivery delivery, Subscriptions subscriptions, Clock clock) {
        this.trail = trail;
        this.delivery = delivery;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Where events go. */
    @FunctionalInterface
    public interface Delivery {
        /** Completes when they are stored. */
        Mono<Void> deliver(List<AuditEvent> events);
    }

    /** Without end. */
    public Flux<Batch> run() {
        return Flux.interval(EVERY).onBackpressureDrop().concatMap(_ -> deliverAll());
    }

    private Flux<Batch> deliverAll() {
        return deliverOne().repeat(() -> trail.size() > 0).takeUntil(batch -> batch.places() < BATCH);
    }

    private Mono<Batch> deliverOne() {
        return Mono.defer(() -> {
            Batch batch = trail.next(BATCH, clock.instant());
            return batch.events().isEmpty() ? Mono.just(batch) : deliver(batch);
        });
    }

    private Mono<Batch> deliver(Batch batch) {
        return Mono.defer(() -> delivery.deliver(batch.events()))
                .doOnCancel(() -> trail.putBack(batch))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, EVERY)
                        .maxBackoff(LONGEST_PAUSE)
                        .doBeforeRetry(signal -> complain(signal.totalRetries(), signal.failure())))
                .then(Mono.fromSupplier(() -> {
                    trail.stored(batch);
                    return batch;
                }));
    }

    private void complain(long retries, Throwable failure) {
        if (retries == 0) {
            log.warn("{} audit events wait: {}; they are tried until stored", trail.size(), failure.getMessage());
        }
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
                "the last audit events", deliverAll().then().timeout(LAST_WORDS).doFinally(_ -> callback.run()));
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Below the web server's phase, so that it stops later; above that of a service's own writer of the log. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 4096;
    }
}
