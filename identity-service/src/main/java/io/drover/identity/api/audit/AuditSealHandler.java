package io.drover.identity.api.audit;

import io.drover.identity.audit.AuditChain;
import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.audit.RetentionCut;
import io.drover.identity.store.AuditChainStore;
import io.drover.identity.store.AuditChainStore.End;
import io.drover.identity.store.AuditCheckpointStore;
import io.drover.runtime.database.TransactionClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/**
 * Signs the chain and removes its beginning. What it signs it has verified before, from the last checkpoint on, and what it
 * removes likewise: neither a checkpoint nor a purge may cover up a row that was tampered with. Such a row stops both until
 * somebody looked; recording goes on.
 */
public final class AuditSealHandler {
    /** Rows looked at or removed at once. */
    public static final int PAGE = 500;

    private final Stores stores;
    private final List<CheckpointKey> keys;
    private final Clock clock;
    private final AtomicReference<Optional<AuditChain.Break>> unsigned = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<AuditChain.Break>> unpurged = new AtomicReference<>(Optional.empty());

    public record Stores(AuditChainStore chain, AuditCheckpointStore checkpoints, TransactionClient transactions) {}

    /** @param keys newest first, at least one */
    public AuditSealHandler(Stores stores, List<CheckpointKey> keys, Clock clock) {
        this.stores = stores;
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /** The chain does not fit: the first row that was found so. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient AuditChain.Break place;

        Broken(AuditChain.Break place) {
            super(place.sentence(), null, false, false);
            this.place = place;
        }

        public AuditChain.Break place() {
            return place;
        }
    }

    /** What keeps rows from being signed or purged; empty: nothing, as far as this process looked. */
    public Optional<AuditChain.Break> broken() {
        return unsigned.get().or(unpurged::get);
    }

    public List<CheckpointKey> keys() {
        return keys;
    }

    /** Signs the newest row; the last checkpoint if there is nothing new, empty if there never was a row. */
    public Mono<Checkpoint> checkpoint(Checkpoint.Kind kind) {
        return lastSigned()
                .flatMap(last -> stores.chain().read(End.HEAD).flatMap(head -> checkpoint(kind, last, head)))
                .doOnSuccess(_ -> unsigned.set(Optional.empty()))
                .doOnError(Broken.class, found -> unsigned.set(Optional.of(found.place())));
    }

    private Mono<Checkpoint> checkpoint(Checkpoint.Kind kind, ChainPoint last, ChainPoint head) {
        if (head.equals(last)) {
            return stores.checkpoints().newest();
        }
        if (head.sequence() <= last.sequence()) {
            return Mono.error(new Broken(new AuditChain.Break(
                    last.sequence(),
                    "the log ends at row %d, but row %d was signed: rows were removed from the end"
                            .formatted(head.sequence(), last.sequence()))));
        }
        return verified(last, head.sequence()).flatMap(point -> stored(sign(kind, point)));
    }

    private Mono<Checkpoint> stored(Checkpoint checkpoint) {
        return stores.checkpoints().insert(checkpoint).thenReturn(checkpoint);
    }

    private Checkpoint sign(Checkpoint.Kind kind, ChainPoint at) {
        return keys.getFirst().sign(kind, at, clock.instant());
    }

    /** The newest place that is signed, or the chain's start. */
    private Mono<ChainPoint> lastSigned() {
        return stores.checkpoints()
                .newest()
                .map(this::genuine)
                .map(Checkpoint::at)
                .defaultIfEmpty(ChainPoint.START);
    }

    private Checkpoint genuine(Checkpoint checkpoint) {
        boolean isGenuine = keys.stream()
                .anyMatch(key ->
                        key.generation() == checkpoint.key() && CheckpointKey.isGenuine(checkpoint, key.publicKey()));
        if (!isGenuine) {
            throw new Broken(new AuditChain.Break(
                    checkpoint.at().sequence(),
                    "the checkpoint at row %d was not signed by this installation"
                            .formatted(checkpoint.at().sequence())));
        }
        return checkpoint;
    }

    /** The newest row up to {@code until}, after looking at all on the way. */
    private Mono<ChainPoint> verified(ChainPoint from, long until) {
        return page(from, until)
                .expand(point -> point.sequence() >= until ? Mono.empty() : page(point, until))
                .last();
    }

    private Mono<ChainPoint> page(ChainPoint from, long until) {
        int limit = (int) Math.min(PAGE, until - from.sequence());
        return stores.chain().behind(from.sequence(), limit).map(rows -> {
            require(from, rows);
            if (rows.size() < limit) {
                long missing = from.sequence() + rows.size() + 1;
                throw new Broken(new AuditChain.Break(missing, "row %d is missing".formatted(missing)));
            }
            return rows.getLast().link().point();
        });
    }

    private static void require(ChainPoint before, List<AuditChain.Row> rows) {
        AuditChain.firstBreak(before, rows).ifPresent(found -> {
            throw new Broken(found);
        });
    }

    /**
     * Removes rows of the chain's beginning, one page at most.
     *
     * @param before older ones go
     * @param mostRows further ones go, too
     * @return how many went
     */
    public Mono<Long> purge(Instant before, long mostRows) {
        return stores.transactions()
                .write(stores.chain()
                        .lock(End.TAIL)
                        .flatMap(tail -> stores.chain()
                                .read(End.HEAD)
                                .flatMap(head -> stores.chain()
                                        .behind(tail.sequence(), PAGE)
                                        .flatMap(oldest -> {
                                            long excess = head.sequence() - tail.sequence() - mostRows;
                                            int cut = RetentionCut.of(created(oldest), before, excess);
                                            return cut == 0 ? Mono.just(0L) : remove(tail, oldest.subList(0, cut));
                                        }))))
                .doOnSuccess(_ -> unpurged.set(Optional.empty()))
                .doOnError(Broken.class, problem -> unpurged.set(Optional.of(problem.place())));
    }

    private static List<Instant> created(List<AuditChain.Row> rows) {
        return rows.stream()
                .map(row -> Instant.ofEpochMilli(
                        Long.parseLong(row.content().values().getOrDefault("created", "0"))))
                .toList();
    }

    private Mono<Long> remove(ChainPoint tail, List<AuditChain.Row> rows) {
        require(tail, rows);
        ChainPoint last = rows.getLast().link().point();
        return stores.checkpoints()
                .insert(sign(Checkpoint.Kind.PURGE, last))
                .then(stores.chain().removeUpTo(last));
    }
}
