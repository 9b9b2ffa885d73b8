package io.drover.identity.store;

import static io.drover.identity.store.Columns.small;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sealed signing keys. Replicas agree on the first one because its generation is the table's key. */
public final class SigningKeyStore {
    /** @param sealed the private JWK, encrypted with the key file */
    public record Row(int generation, String sealed) {
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
    public Flux<Row> all() {
        return database.sql(
                        "select generation, private_sealed from signing_key where retired is null order by generation desc")
                .map(row -> new Row(small(row, "generation"), text(row, "private_sealed")))
                .all();
    }

    /** Fails with {@code DuplicateKeyException} if the generation exists. */
    public Mono<Long> insert(Row key, Instant now) {
        return database.sql("insert into signing_key (generation, private_sealed, created)"
                        + " values (:generation, :sealed, :created)")
                .bind("generation", key.generation())
                .bind("sealed", key.sealed())
                .bind("created", utc(now))
                .fetch()
                .rowsUpdated();
    }
}
