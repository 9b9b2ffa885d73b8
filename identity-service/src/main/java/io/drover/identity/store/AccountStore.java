package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.instant;
import static io.drover.identity.store.Columns.instantOrNull;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;
import static io.drover.identity.store.Columns.utc;

import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccountKind;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts. */
public final class AccountStore {
    /** Filterable fields and where they are. */
    public static final Map<String, String> COLUMNS = Map.of(
            "kind", "a.kind",
            "name", "a.name",
            "state", "a.state",
            "uuid", "a.uuid",
            "created", "a.created",
            "removed", "a.removed",
            "externalId", "a.external_id",
            "externalIdType", "a.external_id_type");

    static final String SELECTED =
            "a.id, a.uuid, a.kind, a.name, a.description, a.state, a.external_id, a.external_id_type,"
                    + " a.created, a.removed, a.access_refused, a.first_sign_in, " + login("a.id") + " as login";

    /** The account {@code a} has something to act with: a session, an active credential, or what it gave a client. */
    static final String CAN_ACT = "(exists (select 1 from auth_token t where t.account_id = a.id)"
            + " or exists (select 1 from oauth_grant o where o.account_id = a.id)"
            + " or exists (select 1 from credential c where c.account_id = a.id and c.state = 'active'"
            + " and c.removed is null))";

    private final DatabaseClient database;

    /** The name an account's active password has; of several the first in the alphabet. */
    static String login(String account) {
        return "(select min(lc.public_value) from credential lc where lc.account_id = " + account
                + " and lc.kind = 'usernamePassword' and lc.state = 'active' and lc.removed is null)";
    }

    public AccountStore(DatabaseClient database) {
        this.database = database;
    }

    public Mono<AccountRow> find(long id) {
        return database.sql("select " + SELECTED + " from account a where a.id = :id")
                .bind("id", id)
                .map(AccountStore::row)
                .one();
    }

    /** The row, locked until the transaction ends. */
    public Mono<AccountRow> lock(long id) {
        return database.sql("select " + SELECTED + " from account a where a.id = :id for update")
                .bind("id", id)
                .map(AccountStore::row)
                .one();
    }

    /** @param only number of the one account that may be seen; null: all but environments */
    public Flux<AccountRow> list(SqlList list, @Nullable Long only) {
        String scope = only == null ? "a.kind <> 'project'" : "a.id = :only";
        var sql = database.sql("select " + SELECTED + " from account a where " + scope + list.where() + list.tail())
                .bindValues(list.binds());
        return (only == null ? sql : sql.bind("only", only))
                .map(AccountStore::row)
                .all();
    }

    /** Answers the number of the new account. */
    public Mono<Long> insert(AccountRow.New account, Instant now) {
        var sql = database.sql("insert into account (uuid, kind, name, description, state, created)"
                        + " values (:uuid, :kind, :name, :description, 'active', :created)")
                .filter(statement -> statement.returnGeneratedValues("id"))
                .bind("uuid", account.uuid())
                .bind("kind", account.kind().wire())
                .bind("name", account.name())
                .bind("created", utc(now));
        return bindText(sql, "description", account.description())
                .map(row -> number(row, "id"))
                .one();
    }

    /** With a number of the caller's choice: the well-known accounts of a new installation. */
    public Mono<Long> insertAs(long id, AccountRow.New account, Instant now) {
        return database.sql("insert into account (id, uuid, kind, name, state, created)"
                        + " values (:id, :uuid, :kind, :name, 'active', :created)")
                .bind("id", id)
                .bind("uuid", account.uuid())
                .bind("kind", account.kind().wire())
                .bind("name", account.name())
                .bind("created", utc(now))
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> update(long id, String name, @Nullable String description, AccountKind kind) {
        var sql = database.sql(
                        "update account set name = :name, description = :description, kind = :kind where id = :id")
                .bind("name", name)
                .bind("kind", kind.wire())
                .bind("id", id);
        return bindText(sql, "description", description).fetch().rowsUpdated();
    }

    /** Answers 1 for the first sign-in, and 0 for every other. */
    public Mono<Long> markSignedIn(long id, Instant now) {
        return database.sql("update account set first_sign_in = :now where id = :id and first_sign_in is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** People among these accounts as identities, {@code type:id}. */
    public Mono<Map<Long, String>> identities(Collection<Long> some) {
        return some.isEmpty()
                ? Mono.just(Map.of())
                : database.sql("select a.id, coalesce(concat(a.external_id_type, ':', a.external_id),"
                                + " concat('rancher_id:1a', a.id)) as shown from account a"
                                + " where a.kind in ('admin', 'user') and a.id in (:some)")
                        .bind("some", some)
                        .map(row -> Map.entry(number(row, "id"), text(row, "shown")))
                        .all()
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    public Mono<Long> setState(long id, String state) {
        return database.sql("update account set state = :state where id = :id and removed is null")
                .bind("state", state)
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    public Mono<Long> remove(long id, Instant now) {
        return database.sql("update account set state = 'removed', removed = :now where id = :id and removed is null")
                .bind("now", utc(now))
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /**
     * What was known of somebody who is gone and is nobody else's: factors, what a directory says, grants of a provider, what
     * clients remembered.
     */
    public Mono<Long> forget(long id) {
        return Flux.just("second_factor", "recovery_code", "account_identity", "provider_grant", "user_preference")
                .concatMap(table -> database.sql("delete from " + table + " where account_id = :id")
                        .bind("id", id)
                        .fetch()
                        .rowsUpdated())
                .reduce(0L, Long::sum);
    }

    /** Active local people whose name, or name to sign in with, is the text; or has it in it. */
    public Flux<AccountRow> people(String text, boolean within, int limit) {
        String found = "like :text escape '|'";
        String pattern = text.replace("|", "||").replace("%", "|%").replace("_", "|_");
        return database.sql("select " + SELECTED + " from account a where a.kind in ('admin', 'user')"
                        + " and a.state = 'active' and a.external_id_type is null and (a.name " + found
                        + " or exists (select 1 from credential c"
                        + " where c.account_id = a.id and c.kind = 'usernamePassword' and c.removed is null"
                        + " and c.public_value " + found + ")) order by a.id limit :limit")
                .bind("text", within ? "%" + pattern + "%" : pattern)
                .bind("limit", limit)
                .map(AccountStore::row)
                .all();
    }

    public Mono<Long> purge(long id) {
        return database.sql("update account set state = 'purged' where id = :id and state = 'removed'")
                .bind("id", id)
                .fetch()
                .rowsUpdated();
    }

    /** Administrators that can sign in, locked until the transaction ends. */
    public Mono<Long> countActiveAdmins() {
        return database.sql("select id from account where kind = 'admin' and state = 'active' and removed is null"
                        + " and access_refused is null for update")
                .map(row -> number(row, "id"))
                .all()
                .count();
    }

    /** The oldest one of this server's own that is active. */
    public Mono<AccountRow> firstAdministrator() {
        return database.sql("select " + SELECTED + " from account a where a.kind = 'admin' and a.state = 'active'"
                        + " and a.external_id_type is null order by a.id limit 1")
                .map(AccountStore::row)
                .one();
    }

    static AccountRow row(Readable row) {
        return new AccountRow(
                number(row, "id"),
                text(row, "uuid"),
                AccountKind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT)),
                text(row, "name"),
                textOrNull(row, "description"),
                text(row, "state"),
                textOrNull(row, "external_id"),
                textOrNull(row, "external_id_type"),
                instant(row, "created"),
                instantOrNull(row, "removed"),
                textOrNull(row, "access_refused"),
                textOrNull(row, "login"),
                instantOrNull(row, "first_sign_in") != null);
    }
}
