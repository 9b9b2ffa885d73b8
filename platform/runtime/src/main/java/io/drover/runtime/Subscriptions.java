package io.drover.runtime;

import io.drover.runtime.loop.Backoff;
import io.drover.runtime.loop.LoopRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Background work of a service: the only place that subscribes. What is registered runs from the context's start to its
 * stop; when it ends or fails it starts again after a back-off, logged once per run of failures and counted
 * ({@code drover.background.restarts}).
 */
public final class Subscriptions implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    private final LoopRuntime runtime;
    private final Backoff backoff;
    private final List<Background> registered = new ArrayList<>();
    private final List<Disposable> running = new ArrayList<>();
    private boolean started;

    public Subscriptions(LoopRuntime runtime) {
        this(runtime, Backoff.DEFAULT);
    }

    public Subscriptions(LoopRuntime runtime, Backoff backoff) {
        this.runtime = runtime;
        this.backoff = backoff;
    }

    /**
     * Runs the work for as long as the context lives; at once if it has started already.
     *
     * @param name names the work in logs and metrics
     * @param work cold; subscribed again whenever it ends
     */
    public synchronized void keep(String name, Publisher<?> work) {
        Background background = new Background(name, work);
        registered.add(background);
        if (started) {
            running.add(subscribe(background));
        }
    }

    /** Starts work that ends by itself, e.g. after an answer was sent; a failure is logged and not tried again. */
    public void once(String name, Mono<?> work) {
        work.subscribe(_ -> {}, error -> log.warn("background work {} failed", name, error));
    }

    @Override
    public synchronized void start() {
        if (!started) {
            started = true;
            registered.forEach(background -> running.add(subscribe(background)));
        }
    }

    @Override
    public synchronized void stop() {
        started = false;
        running.forEach(Disposable::dispose);
        running.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return started;
    }

    private Disposable subscribe(Background background) {
        AtomicInteger failures = new AtomicInteger();
        return Flux.from(background.work)
                .doOnNext(_ -> failures.set(0))
                .then(Mono.<Void>error(new Ended()))
                .retryWhen(Retry.from(signals -> signals.concatMap(
                        signal -> pause(background.name, failures.incrementAndGet(), signal.failure()))))
                .subscribe();
    }

    private Mono<Long> pause(String name, int failures, Throwable cause) {
        runtime.meters().counter("drover.background.restarts", "work", name).increment();
        if (cause instanceof Ended) {
            log.debug("background work {} ended; it starts again", name);
        } else if (failures == 1) {
            log.warn("background work {} failed; it starts again", name, cause);
        } else {
            log.debug("background work {} failed {} times in a row", name, failures, cause);
        }
        return Mono.delay(backoff.after(failures), runtime.scheduler());
    }

    private record Background(String name, Publisher<?> work) {}

    /** Endless work that ended: nothing broke, but it must run. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("ended", null, false, false);
        }
    }
}
