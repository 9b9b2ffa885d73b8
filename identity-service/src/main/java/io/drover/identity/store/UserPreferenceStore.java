package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Preferences of people. The account is part of every query's key; what is removed is deleted. */
public final class UserPreferenceStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "name", "p.name",
            "uuid", "p.uuid",
            "created", "p.created",
            // There is no row of a removed one.
            "state", "if(p.id is null, 'removed', 'active')");

    private static final String SELECT = "select p.id, p.uuid, p.account_id, p.name, p.value, p.created"
            + " from user_preference p where p.account_id = :account";

    private final DatabaseClient database;

    public UserPreferenceStore(DatabaseClient database) {
        this.database = database;
    }

    public Flux<UserPreferenceRow> list(long account, SqlList list) {
        return database.sql(SELECT + list.where() + list.tail())
                .bindValues(list.binds())
                .bind("account", account)
                .map(UserPreferenceStore::row)
                .all();
    }

    public Mono<UserPreferenceRow> find(long account, long id) {
        return one(SELECT + " and p.id = :id", account, id);
    }

    /** The row, locked until the transaction ends. */
    public Mono<UserPreferenceRow> lock(long account, long id) {
        return one(SELECT + " and p.id = :id for update", account, id);
    }

    private Mono<UserPreferenceRow> one(String sql, long account, long id) {
        return database.sql(sql)
                .bind("account", account)
                .bind("id", id)
                .map(UserPreferenceStore::row)
                .one();
    }

    /** How many the account has. */
    public Mono<Long> count(long account) {
        return database.sql("select count(*) as preferences from user_preference where account_id = :account")
                .bind("account", account)
                .map(row -> number(row, "preferences"))
                .one();
    }

    /** Answers the number; fails with {@code DuplicateKeyException} if the account has one of that name. */
    public Mono<Long> insert(String uuid, long account, String name, String value, Instant now) {
        return database.sql("insert into user_preference (uuid, account_id, name, value, created)"
                        + " values (:uuid, :account, :name, :value, :created)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", uuid)
                .bind("account", account)
                .bind("name", name)
                .bind("value", value)
                .bind("created", utc(now))
                .map(row -> number(row, "id"))
                .one();
    }

    /** Fails as {@link #insert}. */
    public Mono<Long> update(long account, long id, String name, String value) {
        return database.sql("update user_preference set name = :name, value = :value"
                        + " where account_id = :account and id = :id")
                .bind("name", name)
                .bind("value", value)
                .bind("account", account)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> delete(long account, long id) {
        return database.sql("delete from user_preference where account_id = :account and id = :id")
                .bind("account", account)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    private static UserPreferenceRow row(Readable row) {
        return new UserPreferenceRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "account_id"),
                text(row, "name"),
                text(row, "value"),
                instant(row, "created"));
    }
}
