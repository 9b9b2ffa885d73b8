package io.drover.identity.store;

import static io.drover.identity.store.Columns.bindText;
import static io.drover.identity.store.Columns.flag;
import static io.drover.identity.store.Columns.number;
import static io.drover.identity.store.Columns.text;
import static io.drover.identity.store.Columns.textOrNull;

import io.drover.identity.directory.DirectoryIdentity;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts of a directory's users: which account is whose, what they are, and whether they have access at present. */
public final class AccountIdentityStore {
    private static final String ALIVE = "a.external_id_type = :type and a.state = 'active' and a.removed is null";

    private final DatabaseClient database;

    public AccountIdentityStore(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Somebody who can act, or could but for the directory.
     *
     * @param name distinguished name
     */
    public record Acting(long account, String name, boolean isRefused) {}

    /** The account of a directory's user, unless it was removed; locked until the transaction ends. */
    public Mono<AccountRow> lockAccountOf(DirectoryIdentity user) {
        return database.sql("select " + AccountStore.SELECTED + " from account a where a.external_id_type = :type"
                        + " and a.external_id = :id and a.removed is null order by a.id limit 1 for update")
                .bind("type", user.type())
                .bind("id", user.externalId())
                .map(AccountStore::row)
                .one();
    }

    /** Whether the user's account is an active administrator's. */
    public Mono<Boolean> isAdministrator(DirectoryIdentity user) {
        return database.sql("select count(*) as n from account a where " + ALIVE
                        + " and a.external_id = :id and a.kind = 'admin'")
                .bind("type", user.type())
                .bind("id", user.externalId())
                .map(row -> number(row, "n") > 0)
                .one();
    }

    /** Binds an account to a directory's user. */
    public Mono<Long> bind(long account, DirectoryIdentity user) {
        return database.sql("update account set external_id_type = :type, external_id = :id where id = :account")
                .bind("type", user.type())
                .bind("id", user.externalId())
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    /** @param reason null: the account has access */
    public Mono<Long> setRefused(long account, @Nullable String reason) {
        return bindText(
                        database.sql("update account set access_refused = :reason where id = :account")
                                .bind("account", account),
                        "reason",
                        reason)
                .fetch()
                .rowsUpdated();
    }

    /** A directory's users that can act, by number, beginning after one. */
    public Flux<Acting> acting(String userType, long after, int limit) {
        return database.sql("select a.id, a.external_id, a.access_refused from account a where " + ALIVE
                        + " and a.id > :after and " + AccountStore.CAN_ACT + " order by a.id limit :limit")
                .bind("type", userType)
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> new Acting(
                        number(row, "id"), text(row, "external_id"), textOrNull(row, "access_refused") != null))
                .all();
    }

    /** Accounts with access of all providers of people but one; the empty text: of all. */
    public Flux<Long> admittedOfOthers(String userType) {
        return database.sql("select a.id from account a where a.external_id_type is not null"
                        + " and a.external_id_type <> :type and a.removed is null and a.access_refused is null"
                        + " order by a.id")
                .bind("type", userType)
                .map(row -> number(row, "id"))
                .all();
    }

    /** How many accounts and members there are that mean somebody of a provider. */
    public Mono<Long> known(Collection<String> types) {
        return database.sql("select (select count(*) from account a where a.external_id_type in (:types)"
                        + " and a.removed is null) + (select count(*) from project_member m"
                        + " where m.external_id_type in (:types) and m.removed is null) as n")
                .bind("types", types)
                .map(row -> number(row, "n"))
                .one();
    }

    /** Users and groups that were seen when somebody signed in, by name. */
    public Flux<DirectoryIdentity> seen(Collection<String> types, String text, boolean within, int most) {
        String escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return database.sql("select distinct external_id_type, external_id, name, login, is_user from account_identity"
                        + " where external_id_type in (:types) and (name like :text escape '!' or login like :text"
                        + " escape '!' or external_id like :text escape '!') order by name, external_id limit :most")
                .bind("types", types)
                .bind("text", within ? "%" + escaped + "%" : escaped)
                .bind("most", most)
                .map(AccountIdentityStore::identity)
                .all();
    }

    /** One that was seen. */
    public Mono<DirectoryIdentity> seen(String type, String externalId) {
        return database.sql("select external_id_type, external_id, name, login, is_user from account_identity"
                        + " where external_id_type = :type and external_id = :id limit 1")
                .bind("type", type)
                .bind("id", externalId)
                .map(AccountIdentityStore::identity)
                .one();
    }

    public Flux<DirectoryIdentity> of(long account) {
        return database.sql("select external_id_type, external_id, name, login, is_user from account_identity"
                        + " where account_id = :account order by is_user desc, name, external_id")
                .bind("account", account)
                .map(AccountIdentityStore::identity)
                .all();
    }

    /** Replaces what the account is. */
    public Mono<Long> replace(long account, Collection<DirectoryIdentity> identities) {
        return clear(account)
                .thenMany(Flux.fromIterable(identities).concatMap(identity -> insert(account, identity)))
                .count();
    }

    public Mono<Long> clear(long account) {
        return database.sql("delete from account_identity where account_id = :account")
                .bind("account", account)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Long> insert(long account, DirectoryIdentity identity) {
        return database.sql("insert into account_identity (account_id, external_id_type, external_id, name, login,"
                        + " is_user) values (:account, :type, :id, :name, :login, :user)")
                .bind("account", account)
                .bind("type", identity.type())
                .bind("id", identity.externalId())
                .bind("name", identity.name())
                .bind("login", identity.login())
                .bind("user", identity.isUser())
                .fetch()
                .rowsUpdated();
    }

    /** Whether one of these, or the account itself, is a member of an environment that is not removed. */
    public Mono<Boolean> isMember(long account, Collection<DirectoryIdentity> identities) {
        List<String> names =
                identities.stream().map(DirectoryIdentity::externalId).toList();
        List<String> types =
                identities.stream().map(DirectoryIdentity::type).distinct().toList();
        return database.sql("select count(*) as n from project_member m join account p on p.id = m.project_id"
                        + " where m.removed is null and p.removed is null and ((m.external_id_type in (:types)"
                        + " and m.external_id in (:names)) or (m.external_id_type = 'rancher_id'"
                        + " and m.external_id = :account))")
                .bind("types", types)
                .bind("names", names)
                .bind("account", Long.toString(account))
                .map(row -> number(row, "n") > 0)
                .one();
    }

    /** Active administrators with an active password of their own. */
    public Mono<Long> localAdministrators() {
        return database.sql("select count(*) as n from account a where a.kind = 'admin' and a.state = 'active'"
                        + " and a.removed is null and exists (select 1 from credential c where c.account_id = a.id"
                        + " and c.kind = 'usernamePassword' and c.state = 'active' and c.removed is null)")
                .map(row -> number(row, "n"))
                .one();
    }

    private static DirectoryIdentity identity(Readable row) {
        return new DirectoryIdentity(
                text(row, "external_id_type"),
                text(row, "external_id"),
                text(row, "name"),
                text(row, "login"),
                flag(row, "is_user"));
    }
}
