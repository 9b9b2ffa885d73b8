package io.drover.runtime.lease;

import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The generation: a random name given when the schema was first created. Documents and containers carry it, so that a
 * database put in the place of another is noticed (design rule 5).
 */
public final class GenerationStore {
    private final DatabaseClient database;

    public GenerationStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<String> read() {
        return database.sql("SELECT id FROM generation ORDER BY created, id LIMIT 1")
                .map(row -> Objects.requireNonNull(row.get("id", String.class)))
                .one()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "the table generation is empty: the schema was not created by Drover's migration")));
    }
}
