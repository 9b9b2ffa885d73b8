package io.drover.identity.store;

import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;

import io.drover.identity.audit.AuditChain;
import io.drover.identity.audit.ChainLink;
import io.drover.identity.audit.ChainPoint;
import java.util.List;
import java.util.Locale;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Statements on the chain's two ends and on the rows between them. */
public final class AuditChainStore {
    private static final int ROWS_PER_INSERT = 100;

    private final DatabaseClient database;

    public AuditChainStore(DatabaseClient database) {
        this.database = database;
    }

    /** A place that is kept; all move forward only. */
    public enum End {
        /** The newest row. */
        HEAD,
        /** The last row that was purged. */
        TAIL,
        /** Whether the rows from before there was a chain have their places: at 1 they have. */
        ADOPTED;

        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Mono<ChainPoint> read(End end) {
        return read(end, "");
    }

    /** The end, which nobody else moves until the transaction is over: this is what keeps replicas from forking the chain. */
    public Mono<ChainPoint> lock(End end) {
        return read(end, " for update");
    }

    private Mono<ChainPoint> read(End end, String how) {
        return database.sql("select seq, hash from audit_end where name = :name" + how)
                .bind("name", end.column())
                .map(row -> new ChainPoint(number(row, "seq"), text(row, "hash")))
                .one();
    }

    Mono<Long> move(End end, ChainPoint to) {
        return database.sql("update audit_end set seq = :seq, hash = :hash where name = :name")
                .bind("seq", to.sequence())
                .bind("hash", to.hash())
                .bind("name", end.column())
                .fetch()
                .rowsUpdated();
    }

    Mono<Void> insert(List<AuditEntry> entries) {
        return Flux.fromIterable(entries)
                .buffer(ROWS_PER_INSERT)
                .concatMap(some -> AuditColumns.bindAll(database.sql(AuditColumns.insert(some.size())), some)
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    /** Rows of the chain, in order. */
    public Mono<List<AuditChain.Row>> behind(long sequence, int limit) {
        return database.sql(AuditColumns.SELECT + " and l.seq > :seq order by l.seq limit :limit")
                .bind("seq", sequence)
                .bind("limit", limit)
                .map(AuditColumns::entry)
                .all()
                .map(AuditEntry::chained)
                .collectList();
    }

    /** Removes the chain's beginning up to and with this row, and the checkpoints that only speak of it. */
    public Mono<Long> removeUpTo(ChainPoint last) {
        return database.sql("delete from audit_log where seq <= :seq")
                .bind("seq", last.sequence())
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> database.sql("delete from audit_checkpoint where seq < :seq")
                        .bind("seq", last.sequence())
                        .fetch()
                        .rowsUpdated()
                        .then(move(End.TAIL, last))
                        .thenReturn(rows));
    }

    /** How many rows stand beside the chain; there are none but those somebody wrote past this service. */
    public Mono<Long> strangers() {
        return database.sql("select count(*) as amount from audit_log where seq is null")
                .map(row -> number(row, "amount"))
                .one();
    }

    /** Rows from before there was a chain. */
    Flux<AuditRow> notChained(int limit) {
        return database.sql(AuditColumns.SELECT + " and l.seq is null order by id limit :limit")
                .bind("limit", limit)
                .map(AuditColumns::entry)
                .all()
                .map(AuditEntry::row);
    }

    /** Gives a row from before there was a chain its place. Its times and texts become what {@link AuditRow#fitted} says. */
    Mono<Long> adopt(AuditEntry entry) {
        ChainLink link = entry.chained().link();
        AuditRow row = entry.row();
        var sql = database.sql("update audit_log set created = :created, request_object = :request,"
                        + " response_object = :response, seq = :seq, previous_hash = :previous, hash = :hash"
                        + " where id = :id and seq is null")
                .bind("created", Columns.utc(row.created()))
                .bind("seq", link.sequence())
                .bind("previous", link.previousHash())
                .bind("hash", link.hash())
                .bind("id", row.id());
        sql = Columns.bindText(sql, "request", row.requestObject());
        return Columns.bindText(sql, "response", row.responseObject()).fetch().rowsUpdated();
    }
}
