package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.CREDENTIAL;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secret.PasswordClient;
import io.drover.identity.secret.PasswordRuleClient;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenRow;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.DirectoryStore;
import io.drover.model.AccountId;
import io.drover.model.Role;
import io.drover.model.WireId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import reactor.core.publisher.Mono;

/**
 * Names and passwords of local accounts (spec: identity sheet, 2.2). Administrators give accounts their passwords; people
 * change their own and show the old one. A changed password ends all other sessions of the account.
 */
public final class PasswordHandler implements ResourceHandler {
    private final CredentialStore credentials;
    private final Owners owners;
    private final CredentialWriteHandler writes;
    private final ChangeStore changes;
    private final Passwords passwords;
    private final Ids ids;

    /** Whose passwords they are, and how else those come in. */
    public record Owners(
            AccountStore accounts,
            AccountIdentityStore identities,
            DirectoryStore directories,
            AuthTokenStore sessions) {}

    /** Hashing, and who is asked whether a new one is good enough. */
    public record Passwords(PasswordClient hashes, PasswordRuleClient rules, SignInRecordHandler records) {
        /** Whether it is the present one; throttled by the account, since only who is signed in to it gets here. */
        Mono<Boolean> matches(CredentialRow row, String password) {
            String account = new AccountId(row.account()).toString();
            String what = "the password of " + account;
            return records.started(what, account)
                    .then(Mono.defer(() -> hashes.matches(password, row.secretHash())))
                    .doOnError(ApiException.Unavailable.class, _ -> records.withdrawn(what, account))
                    .doOnNext(isRight -> {
                        if (isRight) {
                            records.passed(what, account);
                        }
                    });
        }

        /** Of a new password; an error if it is not good enough. */
        Mono<String> accept(String password) {
            return rules.require(password).then(Mono.defer(() -> hashes.hash(password)));
        }
    }

    public PasswordHandler(
            CredentialStore credentials,
            Owners owners,
            CredentialWriteHandler writes,
            ChangeStore changes,
            Passwords passwords,
            Ids ids) {
        this.credentials = credentials;
        this.owners = owners;
        this.writes = writes;
        this.changes = changes;
        this.passwords = passwords;
        this.ids = ids;
    }

    @Override
    public ResourceType type() {
        return CredentialTypes.PASSWORD;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, CredentialStore.COLUMNS, "c.id");
        return credentials
                .list(CredentialAccess.scope(caller), CredentialKind.PASSWORD, list)
                .map(row -> Wire.credential("password", row))
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return row(caller, id).map(row -> Wire.credential("password", row));
    }

    private Mono<CredentialRow> row(Caller caller, long id) {
        return credentials
                .find(id)
                .filter(row -> row.kind() == CredentialKind.PASSWORD && CredentialAccess.reaches(caller, row));
    }

    /**
     * Administrators only: a name with a local password is local, so whoever could choose one would take it away from the
     * directory's user of that name.
     */
    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long account = input.number("accountId", caller.account().value());
        String name = input.text("publicValue", "");
        if (name.contains(":") || !name.strip().equals(name)) {
            return Mono.error(new ApiException.InvalidField(
                    "InvalidCharacters",
                    "publicValue",
                    "field 'publicValue' has the value '" + name
                            + "': a user name has no colon, and no blanks at its ends"));
        }
        return owners.accounts()
                .find(account)
                .filter(owner -> owner.kind().isPerson() && owner.isActive() && caller.role() == Role.ADMIN)
                .switchIfEmpty(Mono.error(() -> refused(account)))
                .then(Mono.defer(() -> passwords.accept(input.text("secretValue", ""))))
                .map(hash -> new CredentialRow.New(
                        ids.uuid(),
                        account,
                        CredentialKind.PASSWORD,
                        input.text("name"),
                        input.text("description"),
                        name,
                        hash,
                        null))
                .flatMap(writes::create)
                .map(row -> Wire.credential("password", row));
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input input) {
        return writes.rename(id, input).map(row -> Wire.credential("password", row));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return writes.remove(id, this::ended).map(row -> Wire.credential("password", row));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return action.equals("changesecret")
                ? changeSecret(caller, id, input)
                : writes.act(id, action, this::ended).map(row -> Wire.credential("password", row));
    }

    /** Whoever used the password is out; and one administrator can still come in. */
    private Mono<Long> ended(CredentialRow row) {
        return owners.accounts()
                .lock(row.account())
                .flatMap(owner ->
                        owner.kind() == AccountKind.ADMIN && owner.isActive() ? keepingAWayIn() : Mono.<Void>empty())
                .then(Mono.defer(() -> owners.sessions().deleteOf(row.account(), 0)));
    }

    /** While people sign in with a directory or another provider, administrators may be there. */
    private Mono<Void> keepingAWayIn() {
        return owners.accounts()
                .countActiveAdmins()
                .then(owners.identities().localAdministrators())
                .filter(left -> left == 0)
                .filterWhen(_ -> owners.directories().enabled().hasElement().map(isEnabled -> !isEnabled))
                .flatMap(_ -> Mono.error(new ApiException.NotAllowed(
                        "LastAdminAccount",
                        "this is the last password of an administrator, and there is no other way to sign in: give"
                                + " another administrator one first")));
    }

    /** People change their password; whether they have one is the administrator's business. */
    @Override
    public boolean offers(Caller caller, Resource resource, String action) {
        return caller.role() == Role.ADMIN || action.equals("changesecret") || action.equals("update");
    }

    private Mono<Resource> changeSecret(Caller caller, long id, Input input) {
        return row(caller, id)
                .flatMap(row -> knowsOld(caller, row, input.text("oldSecret", ""))
                        .filter(knows -> knows)
                        .map(_ -> row))
                .switchIfEmpty(Mono.error(() -> new ApiException.BadRequest(
                        "InvalidOldPassword", "field 'oldSecret' is not the present password")))
                .flatMap(row ->
                        passwords.accept(input.text("newSecret", "")).flatMap(hash -> replace(caller, row, hash)))
                .then(credentials.find(id))
                .map(row -> Wire.credential("password", row));
    }

    private Mono<Boolean> knowsOld(Caller caller, CredentialRow row, String old) {
        return caller.role() == Role.ADMIN ? Mono.just(true) : passwords.matches(row, old);
    }

    private Mono<Long> replace(Caller caller, CredentialRow row, String hash) {
        boolean isOwn = row.account() == caller.account().value();
        long kept = isOwn && AuthTokenRow.isOne(caller.credential())
                ? WireId.parse(caller.credential()).orElse(0)
                : 0;
        return changes.write(
                credentials.setSecretHash(row.id(), hash).then(owners.sessions().deleteOf(row.account(), kept)),
                NewChange.updated(CREDENTIAL, row.id(), null),
                NewChange.updated(ACCOUNT, row.account(), null));
    }

    private static ApiException refused(long account) {
        return new ApiException.Forbidden("field 'accountId' has the value '1a" + account
                + "': only an administrator gives accounts passwords; change yours with the action changesecret");
    }
}
