package io.drover.identity.store;

import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Sessions. */
public final class AuthTokenStore {
    private static final String SELECT =
            "select id, account_id, provider, created, expires, enrolling from auth_token where ";

    private final DatabaseClient database;

    public AuthTokenStore(DatabaseClient database) {
        this.database = database;
    }

    /** The session with that key's hash, unless it has expired. */
    public Mono<AuthTokenRow> byHash(String hash, Instant now) {
        return database.sql(SELECT + "token_hash = :hash and expires > :now")
                .bind("hash", hash)
                .bind("now", utc(now))
                .map(AuthTokenStore::row)
                .one();
    }

    public Mono<AuthTokenRow> find(long id) {
        return database.sql(SELECT + "id = :id")
                .bind("id", id)
                .map(AuthTokenStore::row)
                .one();
    }

    /** @param hash of its key */
    public Mono<Long> insert(AuthTokenRow row, String hash) {
        return database.sql("insert into auth_token (account_id, token_hash, provider, created, expires, enrolling)"
                        + " values (:account, :hash, :provider, :created, :expires, :enrolling)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("account", row.account())
                .bind("hash", hash)
                .bind("provider", row.provider())
                .bind("created", utc(row.created()))
                .bind("expires", utc(row.expires()))
                .bind("enrolling", row.isEnrolling())
                .map(made -> number(made, "id"))
                .one();
    }

    /** Ends a session; answers how many there were. */
    public Mono<Long> delete(long id) {
        return database.sql("delete from auth_token where id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /**
     * Ends all sessions of the account but one (0: all), and everything it granted to OAuth2 clients: who has reason to end the
     * sessions has reason to end those.
     */
    public Mono<Long> deleteOf(long account, long except) {
        return deleteSessionsOf(account, except).zipWhen(_ -> deleteGrantsOf(account), Long::sum);
    }

    /** Ends all sessions of the account but one (0: all), and nothing else. */
    public Mono<Long> deleteSessionsOf(long account, long except) {
        return database.sql("delete from auth_token where account_id = :account and id <> :except")
                .bind("account", account)
                .bind("except", except)
                .fetch()
                .rowsUpdated();
    }

    /** The session's owner has set up a second factor; others of theirs that still had to are over. */
    public Mono<Long> enrolled(long account, long session) {
        Mono<Long> freed = database.sql(
                        "update auth_token set enrolling = false where id = :id and account_id = :account")
                .bind("id", session)
                .bind("account", account)
                .fetch()
                .rowsUpdated();
        return freed.then(database.sql("delete from auth_token where account_id = :account and enrolling = true")
                .bind("account", account)
                .fetch()
                .rowsUpdated());
    }

    /** The session's owner has to set up a second factor before anything else. */
    public Mono<Long> enrolAgain(long account, long session) {
        return database.sql("update auth_token set enrolling = true where id = :id and account_id = :account")
                .bind("id", session)
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Long> deleteGrantsOf(long account) {
        return database.sql("delete from oauth_grant where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> purge(Instant expiredBefore, int limit) {
        return database.sql("delete from auth_token where expires < :before limit :limit")
                .bind("before", utc(expiredBefore))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    private static AuthTokenRow row(Readable row) {
        return new AuthTokenRow(
                number(row, "id"),
                number(row, "account_id"),
                text(row, "provider"),
                instant(row, "created"),
                instant(row, "expires"),
                flag(row, "enrolling"));
    }
}
