package io.drover.identity.api.key;

import io.drover.identity.api.internal.SigningKeyHandler;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.runtime.feed.NewChange;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the keys of this replica what the database says, long before a new one signs, and retires those that are due. A retired
 * key is out of the published set at once; verifiers drop it when they ask for the set the next time.
 */
public final class SigningKeyLoop {
    private static final Logger log = LoggerFactory.getLogger(SigningKeyLoop.class);

    private final SigningKeyHandler keys;
    private final TokenSigner signer;
    private final ChangeStore writes;
    private final ChangeStream changes;
    private final Timing timing;

    /**
     * @param every how often it looks without a reason; well below the lead of new keys
     * @param longest life of a token, with what verifiers tolerate of wrong clocks
     */
    public record Timing(Duration every, Duration longest, Scheduler scheduler) {}

    public SigningKeyLoop(
            SigningKeyHandler keys, TokenSigner signer, ChangeStore writes, ChangeStream changes, Timing timing) {
        this.keys = keys;
        this.signer = signer;
        this.writes = writes;
        this.changes = changes;
        this.timing = timing;
    }

    /** Endless. */
    public Flux<Long> run() {
        Flux<Long> feed = changes.position()
                .flatMapMany(position -> changes.from(position)
                        .filter(SigningKeyLoop::concernsKeys)
                        .map(_ -> position));
        return Flux.merge(feed, Flux.interval(Duration.ZERO, timing.every(), timing.scheduler()))
                .onBackpressureLatest()
                .concatMap(_ -> pass(), 1);
    }

    private Mono<Long> pass() {
        return writes.write(
                        keys.retireDue(timing.longest()),
                        retired -> retired > 0
                                ? List.of(NewChange.updated(SigningKeysHandler.CHANGE, 0, null))
                                : List.of())
                .doOnNext(retired -> {
                    if (retired > 0) {
                        log.info("{} signing key(s) retired: what they signed has expired", retired);
                    }
                })
                .flatMap(retired -> keys.load().doOnNext(signer::replace).thenReturn(retired));
    }

    private static boolean concernsKeys(FeedSignal signal) {
        return switch (signal) {
            case Changed(var change) -> change.resourceType().equals(SigningKeysHandler.CHANGE);
            case Lagging _ -> true;
        };
    }
}
