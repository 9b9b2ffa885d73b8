package io.drover.scheduler.store;

import io.drover.model.StackId;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.stack.StackLoop.StackStore;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** What the stack loop reads and writes. */
public final class R2dbcStackStore implements StackStore {
    private final StackRepository stacks;
    private final ServiceRepository services;
    private final FencedWriteClient writes;

    public R2dbcStackStore(Repositories repositories, FencedWriteClient writes) {
        this.stacks = repositories.stacks();
        this.services = repositories.services();
        this.writes = writes;
    }

    @Override
    public Mono<Boolean> isEmptyAndRemoving(StackId id) {
        return stacks.byId(id)
                .filter(stack -> stack.removed() == null && stack.activity() == Activity.REMOVED)
                .flatMap(_ -> services.ofStack(id).hasElements())
                .map(hasServices -> !hasServices)
                .defaultIfEmpty(false);
    }

    @Override
    public Mono<Void> finish(StackId id, Instant now) {
        return writes.write(stacks.finish(id, now)
                .then(stacks.byId(id))
                .flatMap(stack -> writes.record(List.of(NewChange.removed(
                        "stack", id.value(), stack.tenant().id().value())))));
    }
}
