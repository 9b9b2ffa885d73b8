package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** With what a provider is asked about people again, and when it was. */
public final class ProviderGrantStore {
    private final DatabaseClient database;

    public ProviderGrantStore(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Somebody who can act, and how to ask about them.
     *
     * @param externalId of the user at the provider
     * @param sealed the grant; null: there is none
     */
    public record Due(
            long account, String externalId, @Nullable String sealed, Instant asked) {}

    /** After a sign-in. */
    public Mono<Long> save(long account, @Nullable String sealed, Instant now) {
        var save = database.sql(
                        "insert into provider_grant (account_id, grant_sealed, asked) values (:account, :sealed,"
                                + " :now) on duplicate key update grant_sealed = values(grant_sealed), asked = values(asked)")
                .bind("account", account)
                .bind("now", utc(now));
        return bindText(save, "sealed", sealed).fetch().rowsUpdated();
    }

    /** People of a provider with access that can act, asked about before a time; longest ago first. */
    public Flux<Due> due(String userType, Instant before, int limit) {
        return database.sql("select a.id, a.external_id, g.grant_sealed, g.asked from provider_grant g"
                        + " join account a on a.id = g.account_id where a.external_id_type = :type"
                        + " and a.state = 'active' and a.removed is null and a.access_refused is null"
                        + " and g.asked < :before and " + AccountStore.CAN_ACT + " order by g.asked, a.id limit :limit")
                .bind("type", userType)
                .bind("before", utc(before))
                .bind("limit", limit)
                .map(ProviderGrantStore::due)
                .all();
    }

    /** Whoever gets 1 asks now; 0: another replica does, or they have just signed in. */
    public Mono<Long> claim(Due due, Instant now) {
        return database.sql("update provider_grant set asked = :now where account_id = :account and asked = :asked")
                .bind("now", utc(now))
                .bind("account", due.account())
                .bind("asked", utc(due.asked()))
                .fetch()
                .rowsUpdated();
    }

    /** A provider gave a new grant for the old one; unless they have signed in meanwhile, which gave another one. */
    public Mono<Long> renew(Due due, Instant claimed, String sealed) {
        return database.sql("update provider_grant set grant_sealed = :sealed where account_id = :account"
                        + " and asked = :claimed")
                .bind("sealed", sealed)
                .bind("account", due.account())
                .bind("claimed", utc(claimed))
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> forget(long account) {
        return database.sql("delete from provider_grant where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    private static Due due(Readable row) {
        return new Due(
                number(row, "id"), text(row, "external_id"), textOrNull(row, "grant_sealed"), instant(row, "asked"));
    }
}
