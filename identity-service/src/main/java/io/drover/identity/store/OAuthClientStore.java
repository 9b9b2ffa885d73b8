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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registered clients. Addresses and scopes hold no blanks, so each list is a column of words. */
public final class OAuthClientStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "name", "o.name",
            "clientId", "o.client_id",
            "accountId", "o.account_id",
            "state", "o.state",
            "uuid", "o.uuid",
            "created", "o.created",
            "removed", "o.removed");

    private static final String SELECT =
            "select o.id, o.uuid, o.account_id, o.client_id, o.name, o.description, o.state,"
                    + " o.secret_hash, o.previous_hash, o.previous_until, o.redirect_uris, o.scopes, o.created, o.removed"
                    + " from oauth_client o where ";

    private final DatabaseClient database;

    public OAuthClientStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<OAuthClientRow> find(long id) {
        return database.sql(SELECT + "o.id = :id")
                .bind("id", id)
                .map(OAuthClientStore::row)
                .one();
    }

    /** The row, locked until the transaction ends. */
    public Mono<OAuthClientRow> lock(long id) {
        return database.sql(SELECT + "o.id = :id for update")
                .bind("id", id)
                .map(OAuthClientStore::row)
                .one();
    }

    public Mono<OAuthClientRow> byClientId(String clientId) {
        return database.sql(SELECT + "o.client_id = :client")
                .bind("client", clientId)
                .map(OAuthClientStore::row)
                .one();
    }

    /** @param account whose; null: everybody's */
    public Flux<OAuthClientRow> list(@Nullable Long account, SqlList list) {
        var sql = database.sql(SELECT + "1 = 1" + (account == null ? "" : " and o.account_id = :account") + list.where()
                        + list.tail())
                .bindValues(list.binds());
        return (account == null ? sql : sql.bind("account", account))
                .map(OAuthClientStore::row)
                .all();
    }

    /** Answers the number. */
    public Mono<Long> insert(OAuthClientRow.New client, Instant now) {
        var sql = database.sql("insert into oauth_client (uuid, account_id, client_id, name, description, state,"
                        + " secret_hash, redirect_uris, scopes, created) values (:uuid, :account, :client, :name,"
                        + " :description, 'active', :hash, :uris, :scopes, :created)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", client.uuid())
                .bind("account", client.account())
                .bind("client", client.clientId())
                .bind("name", client.spec().name())
                .bind("uris", String.join(" ", client.spec().redirectUris()))
                .bind("scopes", String.join(" ", client.spec().scopes()))
                .bind("created", utc(now));
        sql = bindText(sql, "description", client.spec().description());
        return bindText(sql, "hash", client.secretHash())
                .map(row -> number(row, "id"))
                .one();
    }

    public Mono<Long> update(long id, OAuthClientRow.Spec spec) {
        var sql = database.sql(
                        "update oauth_client set name = :name, description = :description, redirect_uris = :uris,"
                                + " scopes = :scopes where id = :id and removed is null")
                .bind("id", id)
                .bind("name", spec.name())
                .bind("uris", String.join(" ", spec.redirectUris()))
                .bind("scopes", String.join(" ", spec.scopes()));
        return bindText(sql, "description", spec.description()).fetch().rowsUpdated();
    }

    public Mono<Long> setState(long id, String state) {
        return database.sql("update oauth_client set state = :state where id = :id and removed is null")
                .bind("state", state)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** @param until when the present secret ends; null: at once */
    public Mono<Long> rotate(long id, String hash, @Nullable Instant until) {
        var sql = database.sql("update oauth_client set previous_hash = if(:until is null, null, secret_hash),"
                        + " previous_until = :until, secret_hash = :hash"
                        + " where id = :id and removed is null and secret_hash is not null")
                .bind("hash", hash)
                .bind("id", id);
        return Columns.bind(sql, "until", LocalDateTime.class, until == null ? null : utc(until))
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update oauth_client set state = 'removed', removed = :now, secret_hash = null,"
                        + " previous_hash = null where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Those of somebody who is gone. */
    public Mono<Long> removeOf(long account, Instant now) {
        return database.sql("update oauth_client set state = 'removed', removed = :now, secret_hash = null,"
                        + " previous_hash = null where account_id = :account and removed is null")
                .bind("now", utc(now))
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    private static OAuthClientRow row(Readable row) {
        return new OAuthClientRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "account_id"),
                text(row, "client_id"),
                text(row, "name"),
                textOrNull(row, "description"),
                text(row, "state"),
                secret(row),
                words(text(row, "redirect_uris")),
                words(text(row, "scopes")),
                instant(row, "created"),
                instantOrNull(row, "removed"));
    }

    private static OAuthClientRow.@Nullable Secret secret(Readable row) {
        String hash = textOrNull(row, "secret_hash");
        return hash == null
                ? null
                : new OAuthClientRow.Secret(
                        hash, textOrNull(row, "previous_hash"), instantOrNull(row, "previous_until"));
    }

    static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
