package io.drover.identity.store;

import static io.drover.identity.store.Columns.bind;
import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.numberOrNull;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Sign-ins under way at a provider, and the one-time codes they end with. Only hashes are stored. */
public final class ProviderSignInStore {
    private final DatabaseClient database;

    public ProviderSignInStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<Long> begin(String stateHash, String browserHash, ProviderSignInRow row) {
        var insert = database.sql("insert into provider_sign_in (state_hash, browser_hash, settings, provider, trial,"
                        + " redirect_uri, return_to, client_state, opens_session, expires) values (:state, :browser, :settings,"
                        + " :provider, :trial, :redirect, :to, :client, :session, :expires)")
                .bind("state", stateHash)
                .bind("browser", browserHash)
                .bind("settings", row.settings())
                .bind("provider", row.provider())
                .bind("trial", row.isTrial())
                .bind("redirect", row.redirectUri())
                .bind("session", row.opensSession())
                .bind("expires", utc(row.expires()));
        return bindText(bindText(insert, "to", row.returnTo()), "client", row.clientState())
                .fetch()
                .rowsUpdated();
    }

    /** The sign-in of that state in that browser, unless it has expired; see {@link #end}. */
    public Mono<ProviderSignInRow> find(String stateHash, String browserHash, Instant now) {
        return database.sql("select settings, provider, trial, redirect_uri, return_to, client_state,"
                        + " opens_session, expires"
                        + " from provider_sign_in where state_hash = :state and browser_hash = :browser"
                        + " and expires > :now")
                .bind("state", stateHash)
                .bind("browser", browserHash)
                .bind("now", utc(now))
                .map(ProviderSignInStore::row)
                .one();
    }

    /** Whoever gets 1 goes on; 0: somebody else did. */
    public Mono<Long> end(String stateHash) {
        return database.sql("delete from provider_sign_in where state_hash = :state")
                .bind("state", stateHash)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> addCode(String codeHash, ProviderCodeRow row, Instant expires) {
        var insert = database.sql("insert into provider_code (code_hash, settings, account_id, person, expires)"
                        + " values (:code, :settings, :account, :person, :expires)")
                .bind("code", codeHash)
                .bind("settings", row.settings())
                .bind("expires", utc(expires));
        return bindText(bind(insert, "account", Long.class, row.account()), "person", row.person())
                .fetch()
                .rowsUpdated();
    }

    public Mono<ProviderCodeRow> code(String codeHash, Instant now) {
        return database.sql("select settings, account_id, person from provider_code where code_hash = :code"
                        + " and expires > :now")
                .bind("code", codeHash)
                .bind("now", utc(now))
                .map(row -> new ProviderCodeRow(
                        text(row, "settings"), numberOrNull(row, "account_id"), textOrNull(row, "person")))
                .one();
    }

    /** Whoever gets 1 may use the code; 0: it was used. */
    public Mono<Long> useCode(String codeHash) {
        return database.sql("delete from provider_code where code_hash = :code")
                .bind("code", codeHash)
                .fetch()
                .rowsUpdated();
    }

    /** Forgets some sign-ins whose browser did not come back; anybody can begin them, so there may be very many. */
    public Mono<Long> purgeBegun(Instant now, int limit) {
        return purge("provider_sign_in", now, limit);
    }

    /** Forgets some codes that expired. */
    public Mono<Long> purgeCodes(Instant now, int limit) {
        return purge("provider_code", now, limit);
    }

    private Mono<Long> purge(String table, Instant now, int limit) {
        return database.sql("delete from " + table + " where expires < :now limit :limit")
                .bind("now", utc(now))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    private static ProviderSignInRow row(Readable row) {
        return new ProviderSignInRow(
                text(row, "settings"),
                text(row, "provider"),
                flag(row, "trial"),
                text(row, "redirect_uri"),
                textOrNull(row, "return_to"),
                textOrNull(row, "client_state"),
                flag(row, "opens_session"),
                instant(row, "expires"));
    }
}
