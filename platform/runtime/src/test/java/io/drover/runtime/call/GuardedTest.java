package io.drover.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class GuardedTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Guarded guarded =
            new Guarded(CallPolicy.request("scheduler-service", Duration.ofSeconds(5), 2), meters);

    @Test
    void aSilentPartIsNamedInTheError() {
        StepVerifier.withVirtualTime(() -> guarded.mono(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(4999))
                .thenAwait(Duration.ofMillis(1))
                .expectErrorSatisfies(error ->
                        assertThat(sentence(error)).isEqualTo("scheduler-service did not answer within 5 s; try again"))
                .verify(Duration.ofSeconds(5));
        assertThat(count("timeout")).isEqualTo(1);
    }

    @Test
    void aPartThatKeepsFailingIsSparedAndOtherErrorsDoNotCount() {
        for (int i = 0; i < 30; i++) {
            assertThat(errorOf(Mono.error(new IllegalArgumentException("422"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sentences.add(sentence(errorOf(Mono.error(new IOException("connection refused")))));
        }
        assertThat(sentences.getFirst()).isEqualTo("scheduler-service cannot be reached; try again");
        assertThat(sentences.getLast()).isEqualTo("scheduler-service is not answering; it is asked again within 10 s");
        assertThat(meters.get("resilience4j.circuitbreaker.state")
                        .tag("name", "scheduler-service")
                        .tag("state", "open")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void moreCallsThanAllowedAreRefusedAtOnce() {
        Flux<Object> two = Flux.merge(guarded.mono(Mono.never()), guarded.mono(Mono.never()));
        StepVerifier.create(two)
                .expectSubscription()
                .then(() -> assertThat(sentence(errorOf(Mono.just("third"))))
                        .isEqualTo("scheduler-service is busy: 2 calls are under way; try again"))
                .thenCancel()
                .verify(Duration.ofSeconds(5));
        assertThat(guarded.mono(Mono.just("after")).block()).isEqualTo("after");
    }

    @Test
    void aStreamMayBeLongButNotSilent() {
        Guarded stream = new Guarded(
                CallPolicy.stream("identity-service", Duration.ofSeconds(5), Duration.ofSeconds(15), 2), meters);
        StepVerifier.withVirtualTime(() ->
                        stream.flux(Flux.interval(Duration.ofSeconds(4)).take(5).concatWith(Flux.never())))
                .thenAwait(Duration.ofSeconds(20))
                .expectNextCount(5)
                .thenAwait(Duration.ofSeconds(15))
                .expectError(PartUnavailable.class)
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void wrappedErrorsAreFound() {
        PartUnavailable away = new PartUnavailable("database", "the database is away", Duration.ofSeconds(2), null);
        assertThat(PartUnavailable.in(new IllegalStateException(new RuntimeException(away))))
                .isSameAs(away);
        assertThat(PartUnavailable.in(new IllegalStateException("other"))).isNull();
    }

    private Throwable errorOf(Mono<String> call) {
        return Objects.requireNonNull(guarded.mono(call)
                .map(value -> (Throwable) new AssertionError("answered " + value))
                .onErrorResume(Throwable.class, Mono::just)
                .block());
    }

    private static String sentence(Throwable error) {
        assertThat(error).isInstanceOf(PartUnavailable.class);
        return ((PartUnavailable) error).sentence();
    }

    private long count(String outcome) {
        return meters.get("drover.call").tag("outcome", outcome).timer().count();
    }
}
