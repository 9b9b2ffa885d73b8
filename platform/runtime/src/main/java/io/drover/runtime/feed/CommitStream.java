package io.drover.runtime.feed;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The bell that rings in this JVM after a write transaction committed. It saves the feed's poll; losing it costs latency. */
public final class CommitStream {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Sinks.Many<Boolean> bell = Sinks.many().multicast().directBestEffort();

    public void committed() {
        // Waits for a ring in progress: that one may have started the read before this commit.
        bell.emitNext(Boolean.TRUE, Sinks.EmitFailureHandler.busyLooping(PATIENCE));
    }

    Flux<Boolean> rings() {
        return bell.asFlux().onBackpressureLatest();
    }
}
