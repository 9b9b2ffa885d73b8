package io.drover.scheduler;

import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.secret.EnvelopeClient;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyUse;
import io.drover.scheduler.store.SealedValueStore;
import io.drover.scheduler.store.SealedValueStore.Place;
import io.drover.scheduler.store.SealedValueStore.Sealed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes up new keys. Every process looks at its key file; the lease's holder wraps what older keys sealed anew, a page at a time,
 * each value in a transaction of its own that changes it only if nobody else did. Dying in between leaves some values under the
 * old key and some under the new one, and both are opened; the next pass goes on.
 */
final class SecretKeyLoop {
    static final int PAGE = 50;
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(SecretKeyLoop.class);

    private final EnvelopeKey keys;
    private final EnvelopeClient envelopes;
    private final SealedValueStore store;
    private final AtomicReference<Optional<LeaseEpoch>> held;
    private final AtomicLong outdated;
    private String complaint = "";

    SecretKeyLoop(
            EnvelopeKey keys,
            EnvelopeClient envelopes,
            SealedValueStore store,
            AtomicReference<Optional<LeaseEpoch>> held,
            MeterRegistry meters) {
        this.keys = keys;
        this.envelopes = envelopes;
        this.store = store;
        this.held = held;
        this.outdated = meters.gauge("drover.keys.outdated", new AtomicLong());
    }

    /** Endless. */
    Flux<Long> run() {
        return Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> pass().onErrorResume(PartUnavailable.class, this::complain));
    }

    /** Answers how many values were wrapped anew. */
    Mono<Long> pass() {
        return Mono.defer(() -> {
            lookAtFile();
            return held.get().isEmpty()
                    ? Mono.just(0L)
                    : envelopes.currentPrefix().flatMap(this::rewrap);
        });
    }

    private void lookAtFile() {
        try {
            if (keys.refresh()) {
                log.info("key {} seals from now on; the key file has {}", keys.generation(), keys.generations());
            }
        } catch (RuntimeException broken) { // told below: a broken file changes nothing for who has read it
            say("the keys stay as they are: " + broken.getMessage());
        }
    }

    private Mono<Long> rewrap(String prefix) {
        return Flux.fromIterable(SealedValueStore.places())
                .concatMap(place -> rewrap(prefix, place))
                .reduce(0L, Long::sum)
                .flatMap(done -> count(prefix, done));
    }

    private Mono<Long> rewrap(String prefix, Place place) {
        return page(prefix, place, 0)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : page(prefix, place, page.getLast().id()))
                .concatMapIterable(page -> page, 1)
                .concatMap(this::rewrap, 1)
                .reduce(0L, Long::sum);
    }

    private Mono<List<Sealed>> page(String prefix, Place place, long behind) {
        return store.notUnder(prefix, place, behind, PAGE).collectList();
    }

    /** One that cannot be opened must not keep the others from it. */
    private Mono<Long> rewrap(Sealed sealed) {
        return envelopes
                .rewrap(sealed.text())
                .flatMap(text -> store.replace(sealed, text))
                .onErrorResume(PartUnavailable.class, away -> {
                    say(sealed + ": " + away.sentence());
                    return Mono.just(0L);
                });
    }

    private Mono<Long> count(String prefix, long done) {
        return store.uses(prefix)
                .filter(use -> !use.isCurrent())
                .map(KeyUse::values)
                .reduce(0L, Long::sum)
                .map(left -> {
                    outdated.set(left);
                    if (done > 0) {
                        log.info(
                                left == 0
                                        ? "{} values are under the newest key now; no other key is in use"
                                        : "{} values are under the newest key now, {} are not yet",
                                done,
                                left);
                    }
                    if (left == 0) {
                        complaint = "";
                    }
                    return done;
                });
    }

    private Mono<Long> complain(PartUnavailable away) {
        say(away.sentence());
        return Mono.just(0L);
    }

    /** Once, not every ten seconds. */
    private void say(String sentence) {
        if (!sentence.equals(complaint)) {
            complaint = sentence;
            log.warn("{}", sentence);
        }
    }
}
