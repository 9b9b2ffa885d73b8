package io.drover.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.loop.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SubscriptionsTest {
    private final VirtualTime time = new VirtualTime();
    private final Subscriptions subscriptions = new Subscriptions(time.runtime());
    private final List<Long> starts = new ArrayList<>();

    @Test
    void workThatEndsOrFailsStartsAgainWithGrowingPauses() {
        subscriptions.keep("feed", work(Mono.error(new IllegalStateException("no"))));
        assertThat(starts).isEmpty();
        subscriptions.start();
        time.advance(Duration.ofSeconds(4));
        assertThat(starts).containsExactly(0L, 500L, 1500L, 3500L);
        subscriptions.stop();
        time.advance(Duration.ofHours(1));
        assertThat(starts).hasSize(4);
        assertThat(time.meters
                        .counter("drover.background.restarts", "work", "feed")
                        .count())
                .isEqualTo(4);
    }

    @Test
    void somethingThatWorkedForAWhileStartsAgainSoon() {
        subscriptions.start();
        subscriptions.keep(
                "feed",
                work(Flux.interval(Duration.ofSeconds(30), time.scheduler).take(2)));
        time.advance(Duration.ofSeconds(200));
        assertThat(starts).containsExactly(0L, 60_500L, 121_000L, 181_500L);
    }

    @Test
    void stoppingCancels() {
        subscriptions.start();
        List<String> cancelled = new ArrayList<>();
        subscriptions.keep("feed", Flux.never().doOnCancel(() -> cancelled.add("feed")));
        subscriptions.stop();
        assertThat(cancelled).containsExactly("feed");
    }

    private Flux<?> work(org.reactivestreams.Publisher<?> body) {
        return Flux.defer(() -> {
            starts.add(time.instant().toEpochMilli());
            return Flux.from(body);
        });
    }
}
