package io.drover.runtime.call;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls to one part under its {@link CallPolicy}: timeout, bulkhead, circuit breaker (half of the last 20 calls failed: 10
 * seconds of rest) and the timer {@code drover.call}. Refusals, timeouts, connection faults and answers 502-504 become
 * {@link PartUnavailable}; other errors pass through and do not count against the part.
 */
public final class Guarded {
    private static final Duration REST = Duration.ofSeconds(10);

    private final CallPolicy policy;
    private final MeterRegistry meters;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Predicate<Throwable> isFault;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    public Guarded(CallPolicy policy, MeterRegistry meters) {
        this(policy, meters, Guarded::isTransportFault);
    }

    /** @param isFault which errors mean that the part is away, beside timeouts */
    public Guarded(CallPolicy policy, MeterRegistry meters, Predicate<Throwable> isFault) {
        this.policy = policy;
        this.meters = meters;
        this.isFault = isFault;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(3)
                .recordException(error -> error instanceof TimeoutException || isFault.test(error))
                .build());
        BulkheadRegistry bulkheads = BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(policy.concurrent())
                .maxWaitDuration(Duration.ZERO)
                .build());
        this.breaker = breakers.circuitBreaker(policy.part());
        this.bulkhead = bulkheads.bulkhead(policy.part());
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    }

    /** One answer. */
    public <T> Mono<T> mono(Mono<T> call) {
        return new GuardedCall<>(call, this);
    }

    /** A stream; it counts as one call in flight until it ends. */
    public <T> Flux<T> flux(Flux<T> call) {
        return Flux.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            Publisher<?> first = limit(policy.timeout());
            return call.timeout(first, _ -> limit(policy.idle()))
                    .transformDeferred(CircuitBreakerOperator.of(breaker))
                    .transformDeferred(BulkheadOperator.of(bulkhead))
                    .doOnComplete(() -> sample.stop(timer("ok")))
                    .doOnError(error -> sample.stop(timer(outcome(error))))
                    .onErrorMap(this::translate);
        });
    }

    CallPolicy policy() {
        return policy;
    }

    Bulkhead bulkhead() {
        return bulkhead;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    long nanos() {
        return meters.config().clock().monotonicTime();
    }

    /** What the caller hears of a call that is not made. */
    Throwable refused(Throwable refusal) {
        timer(outcome(refusal)).record(0, TimeUnit.NANOSECONDS);
        return translate(refusal);
    }

    void answered(long began) {
        long taken = nanos() - began;
        breaker.onSuccess(taken, TimeUnit.NANOSECONDS);
        bulkhead.onComplete();
        timer("ok").record(taken, TimeUnit.NANOSECONDS);
    }

    /** What the caller hears of a call that failed. */
    Throwable failed(Throwable error, long began) {
        long taken = nanos() - began;
        breaker.onError(taken, TimeUnit.NANOSECONDS, error);
        bulkhead.onComplete();
        timer(outcome(error)).record(taken, TimeUnit.NANOSECONDS);
        return translate(error);
    }

    void givenUp() {
        breaker.releasePermission();
        bulkhead.releasePermission();
    }

    private static Mono<Long> limit(Duration duration) {
        return duration.isZero() ? Mono.never() : Mono.delay(duration);
    }

    /** Looked up once per outcome: a registry's own lookup builds tags and hashes them, for every call. */
    private Timer timer(String outcome) {
        Timer known = timers.get(outcome);
        return known != null
                ? known
                : timers.computeIfAbsent(
                        outcome,
                        key -> Timer.builder("drover.call")
                                .tag("part", policy.part())
                                .tag("outcome", key)
                                .register(meters));
    }

    private String outcome(Throwable error) {
        return switch (error) {
            case TimeoutException _ -> "timeout";
            case CallNotPermittedException _ -> "open";
            case BulkheadFullException _ -> "full";
            default -> isFault.test(error) ? "fault" : "error";
        };
    }

    private Throwable translate(Throwable error) {
        String part = policy.part();
        return switch (error) {
            case TimeoutException _ ->
                unavailable(
                        "%s did not answer within %s; try again".formatted(part, seconds(policy.timeout())), 2, error);
            case CallNotPermittedException _ ->
                unavailable(
                        "%s is not answering; it is asked again within %s".formatted(part, seconds(REST)), 10, error);
            case BulkheadFullException _ ->
                unavailable(
                        "%s is busy: %d calls are under way; try again".formatted(part, policy.concurrent()), 2, error);
            case PartUnavailable already -> already;
            default ->
                isFault.test(error) ? unavailable("%s cannot be reached; try again".formatted(part), 5, error) : error;
        };
    }

    private PartUnavailable unavailable(String sentence, int retrySeconds, Throwable cause) {
        return new PartUnavailable(policy.part(), sentence, Duration.ofSeconds(retrySeconds), cause);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** Connection faults, and a proxy's or the part's own 502, 503 and 504. */
    public static boolean isTransportFault(Throwable error) {
        return error instanceof WebClientRequestException
                || error instanceof IOException
                || (error instanceof WebClientResponseException answer
                        && answer.getStatusCode().value() >= 502
                        && answer.getStatusCode().value() <= 504);
    }
}
