package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Input;
import io.drover.api.resource.ListQuery;
import io.drover.api.resource.Page;
import io.drover.api.resource.Resource;
import io.drover.api.resource.ResourceHandler;
import io.drover.api.schema.ResourceType;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.Membership;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.MemberStore;
import io.drover.model.Role;
import io.drover.runtime.Ids;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * API keys (spec: identity sheet, 2.3). The secret is in the answer to the create request and nowhere else. Nobody makes a key
 * that can do more than they can: an own key, a key of an environment they are owner or member of; administrators any.
 */
public final class ApiKeyHandler implements ResourceHandler {
    private final CredentialStore credentials;
    private final AccountStore accounts;
    private final MemberStore members;
    private final CredentialWriteHandler writes;
    private final Ids ids;
    private final RandomGenerator random;

    public ApiKeyHandler(
            CredentialStore credentials,
            AccountStore accounts,
            MemberStore members,
            CredentialWriteHandler writes,
            Ids ids,
            RandomGenerator random) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.members = members;
        this.writes = writes;
        this.ids = ids;
        this.random = random;
    }

    @Override
    public ResourceType type() {
        return CredentialTypes.API_KEY;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        SqlList list = SqlList.of(query, CredentialStore.COLUMNS, "c.id");
        return credentials
                .list(CredentialAccess.scope(caller), CredentialKind.API_KEY, list)
                .map(row -> Wire.credential("apiKey", row))
                .collectList()
                .map(rows -> new Page(SqlList.page(rows, query), rows.size() > query.limit()));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return credentials
                .find(id)
                .filter(row -> row.kind() == CredentialKind.API_KEY && CredentialAccess.reaches(caller, row))
                .map(row -> Wire.credential("apiKey", row));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        long environment = Wire.environment(caller);
        long account = input.number(
                "accountId", environment != 0 ? environment : caller.account().value());
        String secret = KeyText.secretKey(random);
        CredentialRow.New key = new CredentialRow.New(
                ids.uuid(),
                account,
                CredentialKind.API_KEY,
                input.text("name"),
                input.text("description"),
                publicValue(caller, input.text("publicValue")),
                SecretHash.of(secret),
                null);
        return accounts.find(account)
                .filter(AccountRow::isActive)
                .filterWhen(owner -> mayMakeKeys(caller, owner))
                .switchIfEmpty(Mono.error(() -> refused(account)))
                .then(writes.create(key))
                .map(row -> Wire.credential("apiKey", row).with("secretValue", secret));
    }

    private Mono<Boolean> mayMakeKeys(Caller caller, AccountRow owner) {
        // An environment's key has the whole of a member's rights: a part of a role does not make one.
        boolean isEnvironmentOfRequest =
                owner.id() == Wire.environment(caller) && caller.narrowing().isNone();
        if (CredentialAccess.isConfined(caller)) {
            return Mono.just(isEnvironmentOfRequest);
        }
        boolean isOwn =
                Wire.kind(caller).isPerson() && owner.id() == caller.account().value();
        boolean isAdmin = Wire.kind(caller) == AccountKind.ADMIN;
        boolean mayHaveKeys = owner.kind().isPerson() || owner.kind() == AccountKind.PROJECT;
        if (!mayHaveKeys || isOwn || isEnvironmentOfRequest || isAdmin) {
            return Mono.just(mayHaveKeys);
        }
        if (owner.kind() != AccountKind.PROJECT || caller.role() != Role.USER) {
            return Mono.just(false);
        }
        return members.membershipsOf(caller.account().value(), owner.id())
                .filter(Membership::isWhole)
                .map(Membership::role)
                .any(role -> role == Role.OWNER || role == Role.MEMBER);
    }

    /** Only administrators choose names of keys. */
    private String publicValue(Caller caller, @Nullable String wanted) {
        return wanted != null && Wire.kind(caller) == AccountKind.ADMIN ? wanted : KeyText.accessKey(random);
    }

    @Override
    public Mono<Resource> update(Caller caller, long id, Input changes) {
        return writes.rename(id, changes).map(row -> Wire.credential("apiKey", row));
    }

    @Override
    public Mono<Resource> remove(Caller caller, long id) {
        return writes.remove(id).map(row -> Wire.credential("apiKey", row));
    }

    @Override
    public Mono<Resource> act(Caller caller, long id, String action, Input input) {
        return writes.act(id, action).map(row -> Wire.credential("apiKey", row));
    }

    private static ApiException refused(long account) {
        return new ApiException.Forbidden("field 'accountId' has the value '1a" + account
                + "': a key can be made for your own account and for environments you are owner or member of");
    }
}
