package io.drover.identity;

import io.drover.identity.store.SealedColumnStore;
import io.drover.identity.store.SealedColumnStore.Column;
import io.drover.identity.store.SealedColumnStore.Sealed;
import io.drover.runtime.secret.EnvelopeKey;
import io.drover.runtime.secret.KeyUse;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes up new master keys: looks at the key file, and seals anew what older keys sealed, a page at a time, each value only if
 * nobody changed it meanwhile. So replicas may do it side by side, and dying in between leaves values that are all opened.
 */
final class MasterKeyLoop {
    static final int PAGE = 50;
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(MasterKeyLoop.class);

    private final EnvelopeKey keys;
    private final SealedColumnStore store;
    private final RandomGenerator random;
    private final AtomicLong outdated = new AtomicLong();
    private String complaint = "";

    MasterKeyLoop(EnvelopeKey keys, SealedColumnStore store, RandomGenerator random, MeterRegistry meters) {
        this.keys = keys;
        this.store = store;
        this.random = random;
        meters.gauge("drover.keys.outdated", outdated);
    }

    /** Endless. */
    Flux<Long> run() {
        return Flux.interval(Duration.ZERO, EVERY).onBackpressureDrop().concatMap(_ -> pass());
    }

    /** Answers how many values were sealed anew. */
    Mono<Long> pass() {
        return Mono.defer(() -> {
            lookAtFile();
            String prefix = keys.prefix();
            return Flux.fromIterable(store.columns())
                    .concatMap(column -> reseal(prefix, column))
                    .reduce(0L, Long::sum)
                    .flatMap(this::count);
        });
    }

    private void lookAtFile() {
        try {
            if (keys.refresh()) {
                log.info("key {} seals from now on; the key file has {}", keys.generation(), keys.generations());
            }
        } catch (RuntimeException broken) { // told once: a broken file changes nothing for who has read it
            say("the master keys stay as they are: " + broken.getMessage());
        }
    }

    private Mono<Long> reseal(String prefix, Column column) {
        AtomicLong failed = new AtomicLong();
        Mono<List<Long>> page = Mono.defer(() -> store.notUnder(prefix, column, failed.get(), PAGE)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(value -> reseal(value).doOnNext(done -> failed.addAndGet(1 - done)))
                .collectList());
        return page.expand(done -> done.size() < PAGE ? Mono.empty() : page)
                .flatMapIterable(done -> done)
                .reduce(0L, Long::sum);
    }

    /** 0: it could not be opened, or was changed meanwhile. */
    private Mono<Long> reseal(Sealed sealed) {
        for (String purpose : sealed.column().purposes()) {
            Optional<byte[]> plain = keys.open(purpose, sealed.text());
            if (plain.isPresent()) {
                return store.replace(sealed, keys.seal(purpose, plain.get(), random));
            }
        }
        say(sealed + " was sealed by a key that is not in the key file; put its line back");
        return Mono.just(0L);
    }

    private Mono<Long> count(long done) {
        return store.uses(keys.generation())
                .filter(use -> !use.isCurrent())
                .map(KeyUse::values)
                .reduce(0L, Long::sum)
                .map(left -> {
                    outdated.set(left);
                    if (done > 0) {
                        log.info("{} values are under the newest key now, {} are under older ones", done, left);
                    }
                    complaint = left == 0 ? "" : complaint;
                    return done;
                });
    }

    /** Once, not every ten seconds. */
    private void say(String sentence) {
        if (!sentence.equals(complaint)) {
            complaint = sentence;
            log.warn("{}", sentence);
        }
    }
}
