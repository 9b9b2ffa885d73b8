package io.drover.identity.store;

import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Settings that somebody gave a value over the API. */
public final class SettingStore {
    private final DatabaseClient database;

    public SettingStore(DatabaseClient database) {
        this.database = database;
    }

    public record Row(long id, String name, String value) {}

    public Flux<Row> all() {
        return database.sql("select id, name, value from setting order by name")
                .map(row -> new Row(number(row, "id"), text(row, "name"), text(row, "value")))
                .all();
    }

    /** Makes the row or changes it. */
    public Mono<Long> save(String name, String value, Instant now) {
        return database.sql("insert into setting (name, value, created, changed) values (:name, :value, :now, :now)"
                        + " on duplicate key update value = values(value), changed = values(changed)")
                .bind("name", name)
                .bind("value", value)
                .bind("now", utc(now))
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> delete(String name) {
        return database.sql("delete from setting where name = :name")
                .bind("name", name)
                .fetch()
                .rowsUpdated();
    }
}
