package io.drover.runtime.loop;

import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * One look at one key: read, decide, apply.
 *
 * @param <K> what is looked at; value equality
 */
@FunctionalInterface
public interface Pass<K> {
    /**
     * @return when to look again by itself; empty (either way): not before the next trigger. An error is logged and
     *     counted by the loop, and the pass is tried again after a back-off
     */
    Mono<Optional<Instant>> run(K key);
}
