package io.drover.runtime.feed;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The bell that rings in this JVM after a write transaction committed. It saves the feed's poll; losing it costs latency. */
public final class CommitStream {
    private final Sinks.Many<Boolean> bell = Sinks.many().multicast().directBestEffort();

    /** One ring at a time: a ring in progress may have started the read before this commit. */
    public synchronized void committed() {
        bell.tryEmitNext(Boolean.TRUE);
    }

    Flux<Boolean> rings() {
        return bell.asFlux().onBackpressureLatest();
    }
}
