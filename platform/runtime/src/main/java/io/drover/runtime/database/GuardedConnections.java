package io.drover.runtime.database;

import io.drover.runtime.call.PartUnavailable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/**
 * The pool behind a circuit breaker: when the database gives no connections, requests fail at once and say so, instead of
 * each waiting its turn.
 *
 * <p>The breaker only looks on. An operator between pool and caller could swallow a connection that is handed out at the
 * moment its caller gives up, and the pool would never see it again.
 */
final class GuardedConnections implements ConnectionFactory, Wrapped<ConnectionFactory> {
    private static final String PART = "database";
    private static final Duration REST = Duration.ofSeconds(2);

    private final ConnectionPool pool;
    private final CircuitBreaker breaker;

    GuardedConnections(ConnectionPool pool, MeterRegistry meters) {
        this.pool = pool;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(80)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
        this.breaker = breakers.circuitBreaker(PART);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    @Override
    public Mono<Connection> create() {
        return Mono.defer(() -> breaker.tryAcquirePermission() ? acquire() : Mono.error(GuardedConnections::resting));
    }

    private Mono<Connection> acquire() {
        long start = System.nanoTime();
        return pool.create()
                .doOnSuccess(_ -> breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS))
                .doOnError(error -> breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, error))
                .doOnCancel(breaker::releasePermission);
    }

    private static PartUnavailable resting() {
        return new PartUnavailable(
                PART,
                "the database is not answering; it is asked again within %d s".formatted(REST.toSeconds()),
                REST,
                null);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }

    @Override
    public ConnectionFactory unwrap() {
        return pool;
    }
}
