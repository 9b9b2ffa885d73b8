package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Configurations of directories. */
public final class DirectoryStore {
    private static final String SELECT = "select provider, enabled, fields, password_sealed from directory where ";
    private static final TypeReference<Map<String, @Nullable Object>> TREE = new TypeReference<>() {};

    private final DatabaseClient database;
    private final JsonMapper json;

    public DirectoryStore(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Mono<DirectoryRow> find(String provider) {
        return database.sql(SELECT + "provider = :provider")
                .bind("provider", provider)
                .map(this::row)
                .one();
    }

    /** The one people sign in with, if any. */
    public Mono<DirectoryRow> enabled() {
        return database.sql(SELECT + "enabled = true order by provider limit 1")
                .map(this::row)
                .one();
    }

    /** Name of the one people sign in with; it stays that until the transaction ends. */
    public Mono<String> lockEnabled() {
        return database.sql("select provider from directory where enabled = true order by provider limit 1"
                        + " lock in share mode")
                .map(row -> text(row, "provider"))
                .one();
    }

    /** An enabled one is the only one: others are switched off in the same transaction. */
    public Mono<Long> save(DirectoryRow row, Instant now) {
        Mono<Long> alone = database.sql("update directory set enabled = false where :enabled and provider <> :provider")
                .bind("enabled", row.isEnabled())
                .bind("provider", row.provider())
                .fetch()
                .rowsUpdated();
        var save = database.sql("insert into directory (provider, enabled, fields, password_sealed, changed)"
                        + " values (:provider, :enabled, :fields, :password, :now) on duplicate key update"
                        + " enabled = values(enabled), fields = values(fields),"
                        + " password_sealed = values(password_sealed), changed = values(changed)")
                .bind("provider", row.provider())
                .bind("enabled", row.isEnabled())
                .bind("fields", json.writeValueAsString(row.fields()))
                .bind("now", utc(now));
        return alone.then(
                bindText(save, "password", row.passwordSealed()).fetch().rowsUpdated());
    }

    private DirectoryRow row(Readable row) {
        return new DirectoryRow(
                text(row, "provider"),
                flag(row, "enabled"),
                json.readValue(text(row, "fields"), TREE),
                textOrNull(row, "password_sealed"));
    }
}
