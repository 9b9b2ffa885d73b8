package io.drover.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class AuditLoopTest {
    /** Background work is cancelled before the loop says its last words. */
    @Test
    void aBatchUnderWayWhenTheGatewayStopsIsSentWithTheLastWords() {
        var meters = new SimpleMeterRegistry();
        var trail = new AuditTrail(10);
        var sent = new AtomicInteger();
        WebClient identity = WebClient.builder()
                .exchangeFunction(_ -> sent.incrementAndGet() == 1
                        ? Mono.never()
                        : Mono.just(ClientResponse.create(HttpStatus.NO_CONTENT).build()))
                .build();
        var subscriptions = new Subscriptions(new LoopRuntime(Schedulers.parallel(), Clock.systemUTC(), meters));
        var loop = new AuditLoop(
                trail,
                identity,
                new Guarded(CallPolicy.request("audit", Duration.ofSeconds(10), 4), meters),
                subscriptions);
        trail.takePlace();
        trail.record(new AuditRow(
                Instant.EPOCH, "api.stack.create", null, null, null, null, null, 200, "", "", 0, null, null));
        Disposable running = loop.run().subscribe();
        Awaitility.await().until(() -> sent.get() == 1);
        running.dispose();
        var isOver = new AtomicInteger();
        loop.stop(isOver::incrementAndGet);
        Awaitility.await().until(() -> isOver.get() == 1);
        assertThat(sent).hasValue(2);
        assertThat(trail.size()).as("places that wait").isZero();
    }
}
