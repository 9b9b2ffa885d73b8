package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Credentials of all kinds. */
public final class CredentialStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "kind", "c.kind",
            "name", "c.name",
            "state", "c.state",
            "uuid", "c.uuid",
            "created", "c.created",
            "removed", "c.removed",
            "accountId", "c.account_id",
            "publicValue", "c.public_value");

    private static final String SELECT = "select c.id, c.uuid, c.account_id, c.kind, c.name, c.description, c.state,"
            + " c.public_value, c.secret_hash, c.secret_sealed, c.created, c.removed from credential c where ";

    private final DatabaseClient database;

    public CredentialStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<CredentialRow> find(long id) {
        return database.sql(SELECT + "c.id = :id")
                .bind("id", id)
                .map(CredentialStore::row)
                .one();
    }

    /** The row, locked until the transaction ends. */
    public Mono<CredentialRow> lock(long id) {
        return database.sql(SELECT + "c.id = :id for update")
                .bind("id", id)
                .map(CredentialStore::row)
                .one();
    }

    /** The one that is not removed and has this public value, whatever the case; of any kind and state. */
    public Mono<CredentialRow> byPublicValue(String publicValue) {
        return database.sql(SELECT + "c.live_public_value = lower(:public)")
                .bind("public", publicValue)
                .map(CredentialStore::row)
                .one();
    }

    /** Whether a credential has this public value, or had it before it was removed. */
    public Mono<Boolean> everHad(String publicValue) {
        return database.sql("select count(*) as n from credential where public_value = :public")
                .bind("public", publicValue)
                .map(row -> number(row, "n") > 0)
                .one();
    }

    /** The account's credentials of a kind that are not removed, oldest first. */
    public Flux<CredentialRow> of(long account, CredentialKind kind) {
        return database.sql(SELECT + "c.account_id = :account and c.kind = :kind and c.removed is null order by c.id")
                .bind("account", account)
                .bind("kind", kind.wire())
                .map(CredentialStore::row)
                .all();
    }

    /**
     * @param account whose; null: everybody's
     * @param kind null: all kinds
     */
    public Flux<CredentialRow> list(@Nullable Long account, @Nullable CredentialKind kind, SqlList list) {
        String scope =
                (account == null ? "" : " and c.account_id = :account") + (kind == null ? "" : " and c.kind = :kind");
        var sql = database.sql(SELECT + "1 = 1" + scope + list.where() + list.tail())
                .bindValues(list.binds());
        sql = account == null ? sql : sql.bind("account", account);
        sql = kind == null ? sql : sql.bind("kind", kind.wire());
        return sql.map(CredentialStore::row).all();
    }

    /** Answers the number. A public value that is in use fails with {@code DuplicateKeyException}. */
    public Mono<Long> insert(CredentialRow.New credential, Instant now) {
        var sql = database.sql("insert into credential (uuid, account_id, kind, name, description, state, public_value,"
                        + " secret_hash, secret_sealed, created) values (:uuid, :account, :kind, :name, :description,"
                        + " 'active', :public, :hash, :sealed, :created)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", credential.uuid())
                .bind("account", credential.account())
                .bind("kind", credential.kind().wire())
                .bind("public", credential.publicValue())
                .bind("created", utc(now));
        sql = bindText(sql, "name", credential.name());
        sql = bindText(sql, "description", credential.description());
        sql = bindText(sql, "hash", credential.secretHash());
        return bindText(sql, "sealed", credential.secretSealed())
                .map(row -> number(row, "id"))
                .one();
    }

    public Mono<Long> rename(long id, @Nullable String name, @Nullable String description) {
        var sql = database.sql("update credential set name = :name, description = :description where id = :id")
                .bind("id", id);
        return bindText(bindText(sql, "name", name), "description", description)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> setState(long id, String state) {
        return database.sql("update credential set state = :state where id = :id and removed is null")
                .bind("state", state)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> setSecretHash(long id, String hash) {
        return database.sql("update credential set secret_hash = :hash where id = :id and removed is null")
                .bind("hash", hash)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Also destroys what was stored of the secret. */
    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update credential set state = 'removed', removed = :now, secret_hash = null,"
                        + " secret_sealed = null where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Removes all credentials of an account. */
    public Mono<Long> removeAll(long account, Instant now) {
        return database.sql("update credential set state = 'removed', removed = :now, secret_hash = null,"
                        + " secret_sealed = null where account_id = :account and removed is null")
                .bind("now", utc(now))
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    private static CredentialRow row(Readable row) {
        return new CredentialRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "account_id"),
                CredentialKind.of(text(row, "kind")),
                textOrNull(row, "name"),
                textOrNull(row, "description"),
                text(row, "state"),
                text(row, "public_value"),
                textOrNull(row, "secret_hash"),
                textOrNull(row, "secret_sealed"),
                instant(row, "created"),
                instantOrNull(row, "removed"));
    }
}
