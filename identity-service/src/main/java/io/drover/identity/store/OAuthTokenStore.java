package io.drover.identity.store;

import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Grants as their owners and the API see them. Only those that have had a token: a question for consent is nothing yet. */
public final class OAuthTokenStore {
    public static final Map<String, String> COLUMNS = Map.of(
            "accountId", "g.account_id",
            "clientId", "g.client_id",
            "grantType", "g.grant_type",
            "uuid", "g.uuid",
            "created", "g.created",
            "expires", "g.expires",
            "lastUsed", "g.last_used");

    private static final String COLUMNS_READ =
            "select g.id, g.uuid, g.account_id, g.client_id, coalesce(o.name, c.name) as client_name, g.grant_type,"
                    + " g.scopes, g.created, g.expires, g.last_used, g.access_expires";
    private static final String SELECT = COLUMNS_READ + OAuthGrantStore.LIVE;
    private static final String ISSUED =
            "(g.access_hash is not null or g.refresh_hash is not null) and g.expires > :now";
    /** The last use is told to the minute: a busy token is not a write per request. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final DatabaseClient database;

    public OAuthTokenStore(DatabaseClient database) {
        this.database = database;
    }

    /** The grant of an access token that can be used now. */
    public Mono<OAuthGrantRow> byAccess(String hash, Instant now) {
        return database.sql(SELECT + "g.access_hash = :hash and g.access_expires > :now")
                .bind("hash", hash)
                .bind("now", utc(now))
                .map(OAuthTokenStore::row)
                .one();
    }

    public Mono<OAuthGrantRow> find(long id, Instant now) {
        return database.sql(SELECT + "g.id = :id and " + ISSUED)
                .bind("id", id)
                .bind("now", utc(now))
                .map(OAuthTokenStore::row)
                .one();
    }

    /** @param account whose; null: everybody's */
    public Flux<OAuthGrantRow> list(@Nullable Long account, SqlList list, Instant now) {
        var sql = database.sql(SELECT
                        + ISSUED
                        + (account == null ? "" : " and g.account_id = :account")
                        + list.where()
                        + list.tail())
                .bindValues(list.binds())
                .bind("now", utc(now));
        return (account == null ? sql : sql.bind("account", account))
                .map(OAuthTokenStore::row)
                .all();
    }

    /** Remembers that it was used. */
    public Mono<Long> used(OAuthGrantRow grant, Instant now) {
        Instant last = grant.lastUsed();
        if (last != null && last.plus(FRESH).isAfter(now)) {
            return Mono.just(0L);
        }
        return database.sql("update oauth_grant set last_used = :now where id = :id")
                .bind("now", utc(now))
                .bind("id", grant.id())
                .fetch()
                .rowsUpdated();
    }

    /** Ends a grant; answers how many there were. */
    public Mono<Long> delete(long id) {
        return database.sql("delete from oauth_grant where id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Ends all that was given to a registered client; answers their numbers. */
    public Mono<List<Long>> deleteOfClient(long client) {
        Mono<Long> deleted = database.sql("delete from oauth_grant where oauth_client_id = :client")
                .bind("client", client)
                .fetch()
                .rowsUpdated();
        return database.sql("select id from oauth_grant where oauth_client_id = :client for update")
                .bind("client", client)
                .map(row -> number(row, "id"))
                .all()
                .collectList()
                .flatMap(ended -> deleted.thenReturn(ended));
    }

    /** Ends all that was given to a key, which may be very much; answers how much. */
    public Mono<Long> deleteOfCredential(long credential) {
        return database.sql("delete from oauth_grant where credential_id = :credential")
                .bind("credential", credential)
                .fetch()
                .rowsUpdated();
    }

    /** How many a key was given for just that, and can still be used. */
    public Mono<Long> countOfCredential(long credential, Set<String> scopes, Instant now) {
        return database.sql("select count(*) as n from oauth_grant where credential_id = :credential"
                        + " and scopes = :scopes and expires > :now")
                .bind("credential", credential)
                .bind("scopes", String.join(" ", new TreeSet<>(scopes)))
                .bind("now", utc(now))
                .map(row -> number(row, "n"))
                .one();
    }

    /** Ends what a key was given first, but for the newest; at most a thousand at once; answers their numbers. */
    public Mono<List<Long>> deleteOldestOfCredential(long credential, int kept) {
        return database.sql("select id from oauth_grant where credential_id = :credential order by id desc"
                        + " limit 1000 offset :kept for update")
                .bind("credential", credential)
                .bind("kept", kept)
                .map(row -> number(row, "id"))
                .all()
                .collectList()
                .flatMap(old -> old.isEmpty() ? Mono.just(old) : deleteAll(old).thenReturn(old));
    }

    private Mono<Long> deleteAll(List<Long> ids) {
        return database.sql("delete from oauth_grant where id in (:ids)")
                .bind("ids", ids)
                .fetch()
                .rowsUpdated();
    }

    /** Deletes those of which nothing can be used any more. */
    public Mono<Long> purge(Instant expiredBefore, int limit) {
        return database.sql("delete from oauth_grant where expires < :before limit :limit")
                .bind("before", utc(expiredBefore))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    private static OAuthGrantRow row(Readable row) {
        return new OAuthGrantRow(
                number(row, "id"),
                text(row, "uuid"),
                number(row, "account_id"),
                text(row, "client_id"),
                textOrNull(row, "client_name"),
                text(row, "grant_type"),
                OAuthClientStore.words(text(row, "scopes")),
                instant(row, "created"),
                instant(row, "expires"),
                instantOrNull(row, "last_used"),
                instantOrNull(row, "access_expires"));
    }
}
