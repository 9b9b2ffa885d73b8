package io.drover.identity.store;

import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.utc;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Second factors and recovery codes. */
public final class SecondFactorStore {
    private static final String SELECT =
            "select account_id, secret_sealed, confirmed, last_step, created from second_factor";

    private final DatabaseClient database;

    public SecondFactorStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<SecondFactorRow> find(long account) {
        return database.sql(SELECT + " where account_id = :account")
                .bind("account", account)
                .map(SecondFactorStore::row)
                .one();
    }

    public Flux<SecondFactorRow> all(int limit) {
        return database.sql(SELECT + " order by account_id limit :limit")
                .bind("limit", limit)
                .map(SecondFactorStore::row)
                .all();
    }

    /** Begins anew, unless one is confirmed: then nothing changes, and the answer is 0. */
    public Mono<Long> begin(long account, String sealed, Instant now) {
        Mono<Long> forget = database.sql("delete from second_factor where account_id = :account and not confirmed")
                .bind("account", account)
                .fetch()
                .rowsUpdated();
        Mono<Long> insert = database.sql("insert into second_factor (account_id, secret_sealed, confirmed, last_step,"
                        + " created) select :account, :sealed, false, 0, :now from dual where not exists"
                        + " (select 1 from second_factor f where f.account_id = :account)")
                .bind("account", account)
                .bind("sealed", sealed)
                .bind("now", utc(now))
                .fetch()
                .rowsUpdated();
        return forget.then(insert);
    }

    /** Remembers the step of an accepted code; 0: another request has used it, or a newer one. */
    public Mono<Long> advance(long account, long step) {
        return database.sql("update second_factor set last_step = :step where account_id = :account"
                        + " and last_step < :step")
                .bind("step", step)
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    /** From now on sign-in asks for it. */
    public Mono<Long> confirm(long account, Collection<String> codeHashes) {
        return database.sql("update second_factor set confirmed = true where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated()
                .thenMany(Flux.fromIterable(codeHashes).concatMap(hash -> insertCode(account, hash)))
                .count();
    }

    private Mono<Long> insertCode(long account, String hash) {
        return database.sql("insert into recovery_code (account_id, code_hash) values (:account, :hash)")
                .bind("account", account)
                .bind("hash", hash)
                .fetch()
                .rowsUpdated();
    }

    /** Uses a recovery code up; 0: there is none such, or not any more. */
    public Mono<Long> useCode(long account, String hash) {
        return database.sql("delete from recovery_code where account_id = :account and code_hash = :hash")
                .bind("account", account)
                .bind("hash", hash)
                .fetch()
                .rowsUpdated();
    }

    /** The factor and its recovery codes. */
    public Mono<Long> remove(long account) {
        Mono<Long> codes = database.sql("delete from recovery_code where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated();
        return codes.then(database.sql("delete from second_factor where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated());
    }

    private static SecondFactorRow row(Readable row) {
        return new SecondFactorRow(
                number(row, "account_id"),
                text(row, "secret_sealed"),
                flag(row, "confirmed"),
                number(row, "last_step"),
                instant(row, "created"));
    }
}
