package io.drover.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class AuditTrailTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static AuditEvent event(String type) {
        return AuditEvent.of(NOW, type, null, null);
    }

    @Test
    void aPlaceIsFreeAgainWhenItsEventIsStored() {
        AuditTrail trail = new AuditTrail(2);
        assertThat(trail.takePlaces(2)).isTrue();
        assertThat(trail.takePlaces(1)).isFalse();
        trail.record(event("a"));
        AuditTrail.Batch batch = trail.next(10, NOW);
        assertThat(trail.takePlaces(1)).isFalse();
        trail.stored(batch);
        assertThat(trail.takePlaces(1)).isTrue();
        trail.giveBack(2);
        assertThat(trail.size()).isZero();
    }

    @Test
    void whatFoundNoPlaceIsCountedAndSaid() {
        AuditTrail trail = new AuditTrail(1);
        trail.offer(event("a"));
        trail.offer(event("b"));
        trail.offer(event("c"));
        AuditTrail.Batch batch = trail.next(10, NOW);
        assertThat(batch.events()).extracting(AuditEvent::eventType).containsExactly("a", AuditTrail.LOST);
        assertThat(batch.events().getLast().description()).startsWith("2 events could not be recorded");
        assertThat(batch.places()).isEqualTo(1);
        trail.stored(batch);
        assertThat(trail.size()).isZero();
        assertThat(trail.lost()).isEqualTo(2);
        assertThat(trail.next(10, NOW).events()).isEmpty();
    }

    @Test
    void whatWasPutBackComesAgain() {
        AuditTrail trail = new AuditTrail(1);
        trail.offer(event("a"));
        trail.offer(event("b"));
        trail.putBack(trail.next(10, NOW));
        AuditTrail.Batch again = trail.next(10, NOW);
        assertThat(again.events()).extracting(AuditEvent::eventType).containsExactly("a", AuditTrail.LOST);
        trail.stored(again);
        assertThat(trail.size()).isZero();
    }

    @Test
    void aBatchIsTriedUntilItIsStored() {
        AuditTrail trail = new AuditTrail(200);
        for (int i = 0; i < 120; i++) {
            trail.offer(event("e" + i));
        }
        List<AuditEvent> stored = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger(3);
        AuditReportLoop.Delivery away = events -> Mono.defer(() -> {
            if (failures.getAndDecrement() > 0) {
                return Mono.error(new IllegalStateException("away"));
            }
            stored.addAll(events);
            return Mono.empty();
        });
        Subscriptions subscriptions =
                new Subscriptions(new LoopRuntime(Schedulers.parallel(), CLOCK, new SimpleMeterRegistry()));
        AuditReportLoop[] loop = new AuditReportLoop[1];
        StepVerifier.withVirtualTime(() -> {
                    loop[0] = new AuditReportLoop(trail, away, subscriptions, CLOCK);
                    return loop[0].run().filter(batch -> batch.places() > 0).take(3);
                })
                .thenAwait(Duration.ofSeconds(30))
                .expectNextCount(3)
                .verifyComplete();
        assertThat(stored)
                .extracting(AuditEvent::eventType)
                .hasSize(120)
                .startsWith("e0", "e1")
                .endsWith("e119");
        assertThat(trail.size()).isZero();
    }
}
