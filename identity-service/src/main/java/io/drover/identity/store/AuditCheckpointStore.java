package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.small;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.drover.identity.audit.ChainPoint;
import io.drover.identity.audit.Checkpoint;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Signed checkpoints and the sealed keys that sign them. */
public final class AuditCheckpointStore {
    private static final String SELECT =
            "select kind, seq, hash, created, key_generation, signature from audit_checkpoint where 1 = 1";

    private final DatabaseClient database;

    public AuditCheckpointStore(DatabaseClient database) {
        this.database = database;
    }

    /** @param sealed the private key, encrypted with the key file */
    public record KeyRow(int generation, String publicKey, String sealed) {
        @Override
        public String toString() {
            return "AuditKey[" + generation + "]";
        }
    }

    /** Newest first. */
    public Flux<KeyRow> keys() {
        return database.sql("select generation, public_key, private_sealed from audit_key order by generation desc")
                .map(row -> new KeyRow(small(row, "generation"), text(row, "public_key"), text(row, "private_sealed")))
                .all();
    }

    /** Fails with {@code DuplicateKeyException} if the generation exists. */
    public Mono<Long> insert(KeyRow key, Instant now) {
        return database.sql("insert into audit_key (generation, public_key, private_sealed, created)"
                        + " values (:generation, :public, :sealed, :created)")
                .bind("generation", key.generation())
                .bind("public", key.publicKey())
                .bind("sealed", key.sealed())
                .bind("created", utc(now))
                .fetch()
                .rowsUpdated();
    }

    /** Of two replicas that sign the same row for the same reason, the first one's stays. */
    public Mono<Long> insert(Checkpoint checkpoint) {
        return database.sql("insert ignore into audit_checkpoint (kind, seq, hash, created, key_generation, signature)"
                        + " values (:kind, :seq, :hash, :created, :key, :signature)")
                .bind("kind", checkpoint.kind().wire())
                .bind("seq", checkpoint.at().sequence())
                .bind("hash", checkpoint.at().hash())
                .bind("created", utc(checkpoint.created()))
                .bind("key", checkpoint.key())
                .bind("signature", checkpoint.signature())
                .fetch()
                .rowsUpdated();
    }

    /** The one that says most; empty without any. */
    public Mono<Checkpoint> newest() {
        return database.sql(SELECT + " order by seq desc, number desc limit 1")
                .map(AuditCheckpointStore::checkpoint)
                .one();
    }

    /** In the chain's order, from this row on. */
    public Flux<Checkpoint> from(long sequence) {
        return database.sql(SELECT + " and seq >= :seq order by seq, number")
                .bind("seq", sequence)
                .map(AuditCheckpointStore::checkpoint)
                .all();
    }

    private static Checkpoint checkpoint(Readable row) {
        return new Checkpoint(
                Checkpoint.Kind.of(text(row, "kind")),
                new ChainPoint(number(row, "seq"), text(row, "hash")),
                instant(row, "created"),
                small(row, "key_generation"),
                text(row, "signature"));
    }
}
