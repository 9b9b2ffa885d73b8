package io.drover.identity.store;

import io.drover.identity.audit.ChainPoint;
import io.drover.identity.store.AuditChainStore.End;
import io.drover.runtime.database.TransactionClient;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts rows behind the chain's head, one transaction at a time over all replicas: each begins by locking the head. */
public final class AuditWriteStore {
    private static final int ADOPTED_AT_ONCE = 500;

    private final AuditChainStore chain;
    private final TransactionClient transactions;

    public AuditWriteStore(AuditChainStore chain, TransactionClient transactions) {
        this.chain = chain;
        this.transactions = transactions;
    }

    /** All of them or none. */
    public Mono<Long> append(List<AuditRow> rows) {
        if (rows.isEmpty()) {
            return Mono.just(0L);
        }
        return transactions.write(chain.lock(End.HEAD).flatMap(head -> {
            List<AuditEntry> linked = linked(head, rows);
            return chain.insert(linked)
                    .then(chain.move(End.HEAD, linked.getLast().chained().link().point()))
                    .thenReturn((long) rows.size());
        }));
    }

    /**
     * Chains the rows from before there was a chain. Once: later a row without a place is one that somebody slipped in.
     *
     * @return how many
     */
    public Mono<Long> adopt() {
        return chain.read(End.ADOPTED)
                .filter(adopted -> adopted.sequence() == 0)
                .flatMap(_ -> adoptSome()
                        .expand(rows -> rows == 0 ? Mono.empty() : adoptSome())
                        .reduce(0L, Long::sum))
                .flatMap(rows -> chain.move(End.ADOPTED, new ChainPoint(1, ChainPoint.START.hash()))
                        .thenReturn(rows))
                .defaultIfEmpty(0L);
    }

    private Mono<Long> adoptSome() {
        return transactions.write(chain.lock(End.HEAD)
                .flatMap(head -> chain.notChained(ADOPTED_AT_ONCE).collectList().flatMap(rows -> {
                    if (rows.isEmpty()) {
                        return Mono.just(0L);
                    }
                    List<AuditEntry> linked = linked(head, rows);
                    return Flux.fromIterable(linked)
                            .concatMap(chain::adopt)
                            .then(chain.move(
                                    End.HEAD, linked.getLast().chained().link().point()))
                            .thenReturn((long) rows.size());
                })));
    }

    private static List<AuditEntry> linked(ChainPoint head, List<AuditRow> rows) {
        List<AuditEntry> linked = new ArrayList<>(rows.size());
        ChainPoint at = head;
        for (AuditRow row : rows) {
            AuditEntry entry = AuditEntry.behind(at, row);
            linked.add(entry);
            at = entry.chained().link().point();
        }
        return linked;
    }
}
