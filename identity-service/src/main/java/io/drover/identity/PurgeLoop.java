package io.drover.identity;

import io.drover.identity.store.AuditStore;
import io.drover.identity.store.AuthTokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets ended sessions and old audit rows, a bounded number at a time, so that histories do not grow without end. */
public final class PurgeLoop {
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final int ROWS = 1000;

    private final AuthTokenStore sessions;
    private final AuditStore audit;
    private final Duration auditRetention;
    private final Clock clock;
    private final Scheduler scheduler;

    public PurgeLoop(
            AuthTokenStore sessions, AuditStore audit, Duration auditRetention, Clock clock, Scheduler scheduler) {
        this.sessions = sessions;
        this.audit = audit;
        this.auditRetention = auditRetention;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Endless. */
    public Flux<Long> run() {
        return Flux.interval(EVERY, scheduler).onBackpressureDrop().concatMap(_ -> pass());
    }

    /** Answers how many rows went. */
    public Mono<Long> pass() {
        Instant now = clock.instant();
        return all(Mono.defer(() -> sessions.purge(now, ROWS)))
                .zipWith(all(Mono.defer(() -> audit.purge(now.minus(auditRetention), ROWS))), Long::sum);
    }

    private static Mono<Long> all(Mono<Long> batch) {
        return batch.expand(gone -> gone < ROWS ? Mono.empty() : batch).reduce(0L, Long::sum);
    }
}
