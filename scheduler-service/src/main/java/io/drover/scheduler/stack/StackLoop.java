package io.drover.scheduler.stack;

import io.drover.model.StackId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Drives stacks that are being removed: a stack is gone when the last of its services is. */
public final class StackLoop {
    private final StackStore store;
    private final Clock clock;

    public StackLoop(StackStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Mono<Optional<Instant>> pass(StackId id) {
        return store.isEmptyAndRemoving(id)
                .filter(gone -> gone)
                .flatMap(_ -> store.finish(id, clock.instant()))
                .thenReturn(Optional.empty());
    }

    /** What a pass needs from outside. */
    public interface StackStore {
        Mono<Boolean> isEmptyAndRemoving(StackId id);

        Mono<Void> finish(StackId id, Instant now);
    }
}
