package io.drover.scheduler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.scheduler.desired.HostLinkStream.LinkStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A link's end is written whatever the database does meanwhile, and never over a newer link. */
class HostLinkStreamTest {
    private static final HostId HOST = new HostId(5);

    private VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Links links = new Links();

    @BeforeEach
    void virtual() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void real() {
        VirtualTimeScheduler.reset();
    }

    /** What is written, in order; may fail, or wait. */
    private static final class Links implements LinkStore {
        final List<Boolean> written = new ArrayList<>();
        int failures;
        Mono<Void> slowly = Mono.empty();

        @Override
        public Mono<Void> setLink(HostId host, boolean connected, Instant now) {
            return Mono.defer(() -> {
                if (!connected && failures-- > 0) {
                    return Mono.error(new IllegalStateException("the database is not answering"));
                }
                return (connected ? Mono.<Void>empty() : slowly).then(Mono.fromRunnable(() -> written.add(connected)));
            });
        }
    }

    private HostLinkStream stream() {
        return new HostLinkStream(
                _ -> Flux.never(),
                links,
                Mono.empty(),
                new Subscriptions(new LoopRuntime(time, Clock.systemUTC(), new SimpleMeterRegistry())),
                Clock.systemUTC());
    }

    @Test
    void theEndIsTriedUntilItIsWritten() {
        Disposable link = stream().open(HOST).subscribe();
        links.failures = 3;
        link.dispose();
        assertThat(links.written).containsExactly(true);
        time.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(links.written).containsExactly(true, false);
    }

    @Test
    void anEndThatIsLateIsNotWrittenOverANewerLink() {
        HostLinkStream stream = stream();
        Disposable older = stream.open(HOST).subscribe();
        Sinks.Empty<Void> commit = Sinks.empty();
        links.slowly = commit.asMono();
        older.dispose();
        Disposable newer = stream.open(HOST).subscribe();
        assertThat(links.written)
                .as("the newer waits for the attempt under way")
                .containsExactly(true);
        commit.tryEmitEmpty().orThrow();
        assertThat(links.written).containsExactly(true, false, true);
        newer.dispose();
        assertThat(links.written).containsExactly(true, false, true, false);
    }

    @Test
    void anEndThatFailedIsGivenUpWhenANewerLinkIsThere() {
        HostLinkStream stream = stream();
        Disposable older = stream.open(HOST).subscribe();
        links.failures = 1;
        older.dispose();
        Disposable newer = stream.open(HOST).subscribe();
        time.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(links.written).containsExactly(true, true);
        newer.dispose();
    }
}
