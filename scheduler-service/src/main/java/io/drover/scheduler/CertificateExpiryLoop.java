package io.drover.scheduler;

import io.drover.scheduler.certificate.CertificateExpiry;
import io.drover.scheduler.store.CertificateStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts certificates that end soon: {@code drover.certificates.expiring} with {@code within} 30d, 7d and 0d (ended already). The
 * sentences on the certificates themselves are made when they are read.
 */
final class CertificateExpiryLoop {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final String METRIC = "drover.certificates.expiring";

    private final CertificateStore certificates;
    private final Clock clock;
    private final AtomicLong soon;
    private final AtomicLong urgent;
    private final AtomicLong ended;

    CertificateExpiryLoop(CertificateStore certificates, Clock clock, MeterRegistry meters) {
        this.certificates = certificates;
        this.clock = clock;
        this.soon = meters.gauge(METRIC, Tags.of("within", "30d"), new AtomicLong());
        this.urgent = meters.gauge(METRIC, Tags.of("within", "7d"), new AtomicLong());
        this.ended = meters.gauge(METRIC, Tags.of("within", "0d"), new AtomicLong());
    }

    /** Endless. */
    Flux<Long> run() {
        return Flux.interval(Duration.ZERO, EVERY).onBackpressureDrop().concatMap(_ -> pass());
    }

    /** Answers how many end within 30 days. */
    Mono<Long> pass() {
        Instant now = clock.instant();
        return certificates
                .expiringBefore(now)
                .doOnNext(ended::set)
                .then(certificates.expiringBefore(now.plus(CertificateExpiry.URGENT)))
                .doOnNext(urgent::set)
                .then(certificates.expiringBefore(now.plus(CertificateExpiry.SOON)))
                .doOnNext(soon::set);
    }
}
