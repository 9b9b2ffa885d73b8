package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.small;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.drover.identity.token.KeyLife;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sealed signing keys. Replicas agree on each one because its generation is the table's key. */
public final class SigningKeyStore {
    /**
     * @param sealed the private JWK, encrypted with the key file; the empty text once it is retired
     * @param signsFrom when it may sign
     * @param retired null: it is not
     */
    public record Row(
            int generation,
            String sealed,
            Instant created,
            Instant signsFrom,
            @Nullable Instant retired) {
        public KeyLife life() {
            return new KeyLife(generation, signsFrom);
        }

        @Override
        public String toString() {
            return "SigningKey[" + generation + "]";
        }
    }

    private final DatabaseClient database;

    public SigningKeyStore(DatabaseClient database) {
        this.database = database;
    }

    /** Keys that are not retired, newest first. */
    public Flux<Row> present() {
        return all().filter(row -> row.retired() == null);
    }

    /** Newest first. */
    public Flux<Row> all() {
        return database.sql("select generation, private_sealed, created, signs_from, retired from signing_key"
                        + " order by generation desc")
                .map(SigningKeyStore::row)
                .all();
    }

    private static Row row(Readable row) {
        Instant created = instant(row, "created");
        Instant signsFrom = instantOrNull(row, "signs_from");
        return new Row(
                small(row, "generation"),
                text(row, "private_sealed"),
                created,
                signsFrom == null ? created : signsFrom,
                instantOrNull(row, "retired"));
    }

    /** Fails with {@code DuplicateKeyException} if the generation exists. */
    public Mono<Long> insert(Row key) {
        return database.sql("insert into signing_key (generation, private_sealed, created, signs_from)"
                        + " values (:generation, :sealed, :created, :from)")
                .bind("generation", key.generation())
                .bind("sealed", key.sealed())
                .bind("created", utc(key.created()))
                .bind("from", utc(key.signsFrom()))
                .fetch()
                .rowsUpdated();
    }

    /** Nothing can be signed with it any more: its private part goes. 0: somebody else retired it. */
    public Mono<Long> retire(int generation, Instant now) {
        return database.sql("update signing_key set retired = :now, private_sealed = ''"
                        + " where generation = :generation and retired is null")
                .bind("now", utc(now))
                .bind("generation", generation)
                .fetch()
                .rowsUpdated();
    }
}
