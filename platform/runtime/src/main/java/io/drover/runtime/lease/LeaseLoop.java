package io.drover.runtime.lease;

import io.drover.runtime.loop.LoopRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tries to hold one lease for as long as the context lives.
 *
 * <p>A holder counts its time from before it asked for it, on the monotonic clock, so it always steps down no later than the
 * database lets somebody else in, however slow the answer was. Renewal that fails is tried again until then.
 */
public final class LeaseLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LeaseLoop.class);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(1);

    private final String name;
    private final String holder;
    private final LeaseSettings settings;
    private final LeaseStore store;
    private final LeaseListener listener;
    private final LoopRuntime runtime;

    private Disposable attempts = Disposables.disposed();
    private Disposable stepDown = Disposables.disposed();
    private @Nullable Held held;
    private boolean running;

    /** @param holder names this process; the same name after a restart takes the lease back at once */
    public LeaseLoop(
            String name,
            String holder,
            LeaseSettings settings,
            LeaseStore store,
            LeaseListener listener,
            LoopRuntime runtime) {
        this.name = name;
        this.holder = holder;
        this.settings = settings;
        this.store = store;
        this.listener = listener;
        this.runtime = runtime;
        runtime.meters().gauge("drover.lease.held", this, loop -> loop.current().isPresent() ? 1 : 0);
    }

    /** The epoch to put into transactions; empty when this process must not write. */
    public synchronized Optional<LeaseEpoch> current() {
        Held now = held;
        return now == null || monotonicNanos() - now.untilNanos >= 0 ? Optional.empty() : Optional.of(now.epoch);
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        attempts = Flux.interval(Duration.ZERO, settings.renew(), runtime.scheduler())
                .onBackpressureLatest()
                .concatMap(_ -> attempt(), 1)
                .subscribe();
    }

    @Override
    public synchronized void stop() {
        running = false;
        attempts.dispose();
        Held was = held;
        if (was != null) {
            stepDown("this process stops");
            store.release(was.epoch, holder)
                    .timeout(RELEASE_LIMIT)
                    .subscribe(
                            _ -> {},
                            error -> log.debug("lease {} was not given back; it runs out by itself", name, error));
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private Mono<Void> attempt() {
        return Mono.defer(() -> {
                    long asked = monotonicNanos();
                    Held now = held();
                    return now == null ? acquire(asked) : renew(now, asked);
                })
                .timeout(settings.renew(), runtime.scheduler())
                .onErrorResume(Exception.class, error -> {
                    log.warn("lease {}: the database did not answer; tried again in {}", name, settings.renew(), error);
                    return Mono.empty();
                });
    }

    private Mono<Void> acquire(long askedNanos) {
        return store.acquire(name, holder, settings.expiry())
                .doOnNext(epoch -> hold(epoch, askedNanos))
                .then();
    }

    private Mono<Void> renew(Held now, long askedNanos) {
        return store.renew(now.epoch, holder, settings.expiry())
                .doOnNext(kept -> {
                    if (kept) {
                        prolong(now.epoch, askedNanos);
                    } else {
                        stepDown("somebody else took it");
                    }
                })
                .then();
    }

    private synchronized void hold(LeaseEpoch epoch, long askedNanos) {
        if (!running) {
            return;
        }
        holdUntil(epoch, askedNanos);
        log.info("lease {}: held by this process, epoch {}", name, epoch.epoch());
        listener.acquired(epoch);
    }

    /**
     * A renewal that was answered after this process stepped down changes nothing: what the listener was told to stop must not
     * be held again in silence. The next attempt takes the lease anew, with a new epoch.
     */
    private synchronized void prolong(LeaseEpoch epoch, long askedNanos) {
        Held before = held;
        if (running && before != null && before.epoch.equals(epoch)) {
            holdUntil(epoch, askedNanos);
        }
    }

    private void holdUntil(LeaseEpoch epoch, long askedNanos) {
        Held longer = new Held(epoch, askedNanos + settings.expiry().toNanos());
        held = longer;
        stepDown.dispose();
        stepDown = runtime.scheduler()
                .schedule(() -> expire(longer), longer.untilNanos - monotonicNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void expire(Held which) {
        if (which.equals(held)) {
            stepDown("it could not be renewed in time");
        }
    }

    private synchronized void stepDown(String why) {
        Held was = held;
        if (was == null) {
            return;
        }
        held = null;
        stepDown.dispose();
        log.info("lease {}: given up, epoch {}: {}", name, was.epoch.epoch(), why);
        listener.lost(was.epoch);
    }

    private synchronized @Nullable Held held() {
        return held;
    }

    private long monotonicNanos() {
        Scheduler scheduler = runtime.scheduler();
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    private record Held(LeaseEpoch epoch, long untilNanos) {}
}
