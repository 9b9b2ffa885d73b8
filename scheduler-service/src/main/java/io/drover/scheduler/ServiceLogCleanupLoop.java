package io.drover.scheduler;

import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.setting.LiveSettings;
import io.drover.runtime.setting.SettingName;
import io.drover.scheduler.store.ServiceLogRepository;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Old entries of services' logs go (spec: identity sheet, 4.3), a batch at a time, in the process that holds the lease. While
 * nobody knows how long they are to be kept, they are kept.
 */
final class ServiceLogCleanupLoop {
    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final long USUAL_AGE_SECONDS = 86_400;
    private static final long USUAL_BATCH = 1000;

    private final ServiceLogRepository logs;
    private final LiveSettings settings;
    private final AtomicReference<Optional<LeaseEpoch>> held;

    ServiceLogCleanupLoop(
            ServiceLogRepository logs, LiveSettings settings, AtomicReference<Optional<LeaseEpoch>> held) {
        this.logs = logs;
        this.settings = settings;
        this.held = held;
    }

    /** Endless. */
    Flux<Long> run() {
        return Flux.interval(EVERY).onBackpressureDrop().concatMap(_ -> pass());
    }

    /** Answers how many entries went. */
    Mono<Long> pass() {
        return Mono.defer(() -> held.get().isEmpty() || !settings.isKnown() ? Mono.just(0L) : purge());
    }

    private Mono<Long> purge() {
        Duration age = Duration.ofSeconds(settings.number(SettingName.SERVICE_LOG_RETENTION, USUAL_AGE_SECONDS));
        long batch = settings.number(SettingName.CLEANUP_BATCH, USUAL_BATCH);
        Mono<Long> some = Mono.defer(() -> logs.purge(age, batch));
        return some.expand(gone -> gone < batch ? Mono.empty() : some).reduce(0L, Long::sum);
    }
}
