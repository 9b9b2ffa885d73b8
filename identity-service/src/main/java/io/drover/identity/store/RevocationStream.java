package io.drover.identity.store;

import io.drover.identity.token.Revocation;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.runtime.feed.NewChange;
import java.time.Duration;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Revocations, from two sources: directly after the commit in this process, and from the change feed for what other
 * replicas committed. The direct way is why a revocation is fast even while the feed waits for a gap to fill; most come
 * twice, which is harmless. A follower that fell behind gets an error: it must forget everything and follow anew.
 */
public final class RevocationStream {
    private static final Duration EMIT_PATIENCE = Duration.ofMillis(100);
    private static final int BUFFERED = 10_000;

    private final ChangeStream changes;
    private final Sinks.Many<Revocation> direct = Sinks.many().multicast().directBestEffort();

    public RevocationStream(ChangeStream changes) {
        this.changes = changes;
    }

    /** To be called after the commit. */
    public void announce(Collection<NewChange> committed) {
        for (NewChange change : committed) {
            Revocation.of(change)
                    .ifPresent(revocation ->
                            direct.emitNext(revocation, Sinks.EmitFailureHandler.busyLooping(EMIT_PATIENCE)));
        }
    }

    /** Everything revoked from now on, without end; fails when the follower has to start over. */
    public Flux<Revocation> follow() {
        return Flux.merge(
                direct.asFlux().onBackpressureBuffer(BUFFERED),
                changes.position().flatMapMany(changes::from).concatMap(RevocationStream::revocation));
    }

    private static Mono<Revocation> revocation(FeedSignal signal) {
        return switch (signal) {
            case Changed(var change) ->
                Mono.justOrEmpty(Revocation.of(change.resourceType(), change.resourceId(), change.kind()));
            case Lagging lagging -> Mono.error(new IllegalStateException("fell behind: " + lagging.reason()));
        };
    }
}
