package io.drover.identity;

import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.audit.AuditRetention;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.identity.store.SettingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets ended sessions and grants, and old audit rows, a bounded number at a time, so that histories do not grow without end. */
public final class PurgeLoop {
    private static final Logger log = LoggerFactory.getLogger(PurgeLoop.class);
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final int ROWS = 1000;

    private final Ended ended;
    private final AuditSealHandler audit;
    private final SettingStore settings;
    private final Limits limits;
    private final Clock clock;
    private final Scheduler scheduler;

    /**
     * @param retention of audit rows, unless the setting says otherwise
     * @param mostRows of the audit log
     */
    public record Limits(Duration retention, long mostRows) {}

    /** What ends by itself. */
    public record Ended(AuthTokenStore sessions, OAuthTokenStore grants) {}

    public PurgeLoop(
            Ended ended,
            AuditSealHandler audit,
            SettingStore settings,
            Limits limits,
            Clock clock,
            Scheduler scheduler) {
        this.ended = ended;
        this.audit = audit;
        this.settings = settings;
        this.limits = limits;
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
                .zipWith(auditRows(now), Long::sum);
    }

    private Mono<Long> auditRows(Instant now) {
        return settings.all()
                .map(this::retention)
                .flatMap(kept ->
                        all(Mono.defer(() -> audit.purge(now.minus(kept), limits.mostRows())), AuditSealHandler.PAGE))
                .onErrorResume(AuditSealHandler.Broken.class, found -> {
                    log.error(
                            "no audit rows are removed, because they do not fit: {}; see 'drover audit verify'",
                            found.place().sentence());
                    return Mono.just(0L);
                });
    }

    private Duration retention(Map<String, String> stored) {
        String text = stored.get(AuditRetention.SETTING);
        if (text == null) {
            return limits.retention();
        }
        Optional<Duration> wanted = AuditRetention.parse(text);
        if (wanted.isEmpty()) {
            log.warn(
                    "the setting {} is '{}', which is no number of seconds above 0: {} is used",
                    AuditRetention.SETTING,
                    text,
                    limits.retention());
        }
        return wanted.orElse(limits.retention());
    }

    private static Mono<Long> all(Mono<Long> batch, int most) {
        return batch.expand(gone -> gone < most ? Mono.empty() : batch).reduce(0L, Long::sum);
    }
}
