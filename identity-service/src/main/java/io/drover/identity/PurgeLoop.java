package io.drover.identity;

import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.api.setting.SettingReadHandler;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.identity.store.ProviderSignInStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets ended sessions, grants and sign-ins under way, and old audit rows, a bounded number at a time, so that histories do not grow without end. */
public final class PurgeLoop {
    private static final Logger log = LoggerFactory.getLogger(PurgeLoop.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final int ROWS = 1000;

    private final Ended ended;
    private final AuditSealHandler audit;
    private final SettingReadHandler settings;
    private final long mostRows;
    private final Clock clock;
    private final Scheduler scheduler;

    /** What ends by itself. */
    public record Ended(AuthTokenStore sessions, OAuthTokenStore grants, ProviderSignInStore signIns) {}

    /** @param mostRows of the audit log, whatever their age */
    public PurgeLoop(
            Ended ended,
            AuditSealHandler audit,
            SettingReadHandler settings,
            long mostRows,
            Clock clock,
            Scheduler scheduler) {
        this.ended = ended;
        this.audit = audit;
        this.settings = settings;
        this.mostRows = mostRows;
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
        return all(Mono.defer(() -> ended.sessions().purge(now, ROWS)), ROWS)
                .zipWith(all(Mono.defer(() -> ended.grants().purge(now, ROWS)), ROWS), Long::sum)
                .zipWith(all(Mono.defer(() -> ended.signIns().purgeBegun(now, ROWS)), ROWS), Long::sum)
                .zipWith(all(Mono.defer(() -> ended.signIns().purgeCodes(now, ROWS)), ROWS), Long::sum)
                .zipWith(auditRows(now), Long::sum);
    }

    private Mono<Long> auditRows(Instant now) {
        return settings.active(KnownSettings.AUDIT_RETENTION)
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .flatMap(kept -> all(Mono.defer(() -> audit.purge(now.minus(kept), mostRows)), AuditSealHandler.PAGE))
                .onErrorResume(AuditSealHandler.Broken.class, found -> {
                    log.error(
                            "no audit rows are removed, because they do not fit: {}; see 'drover audit verify'",
                            found.place().sentence());
                    return Mono.just(0L);
                });
    }

    private static Mono<Long> all(Mono<Long> batch, int most) {
        return batch.expand(gone -> gone < most ? Mono.empty() : batch).reduce(0L, Long::sum);
    }
}
