package io.drover.identity.store;

import static io.drover.identity.store.Columns.text;

import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Settings that differ from their defaults. */
public final class SettingStore {
    private final DatabaseClient database;

    public SettingStore(DatabaseClient database) {
        this.database = database;
    }

    /** Name to value. */
    public Mono<Map<String, String>> all() {
        return database.sql("select name, value from setting")
                .map(row -> Map.entry(text(row, "name"), text(row, "value")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
