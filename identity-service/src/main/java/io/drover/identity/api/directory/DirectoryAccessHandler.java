package io.drover.identity.api.directory;

import static io.drover.identity.token.Revocation.ACCOUNT;

import io.drover.api.ApiException;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.directory.AccessPolicy;
import io.drover.identity.directory.AccessReview.Step;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectoryKind;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.role.AccountKind;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.DirectoryRow;
import io.drover.identity.store.DirectoryStore;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Gives and takes the access of the users of a directory or another provider. Each change is one transaction and announces the account, so that tokens
 * made before it are forgotten at once.
 */
public final class DirectoryAccessHandler {
    private static final int LONGEST_REASON = 512;

    private final Stores stores;
    private final ProjectWriteHandler environments;
    private final ChangeStore changes;
    private final Ids ids;
    private final Clock clock;

    public record Stores(
            AccountStore accounts,
            AccountIdentityStore identities,
            AuthTokenStore sessions,
            DirectoryStore directories,
            LiveSettings settings) {}

    public DirectoryAccessHandler(
            Stores stores, ProjectWriteHandler environments, ChangeStore changes, Ids ids, Clock clock) {
        this.stores = stores;
        this.environments = environments;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether the access mode admits somebody who is, or is not yet, known here. */
    public Mono<Boolean> isAdmitted(AccessPolicy policy, DirectoryUser found) {
        return isMember(policy, 0, found.identities()).map(isMember -> policy.admits(found.identities(), isMember));
    }

    /** False where it does not matter. */
    public Mono<Boolean> isMember(AccessPolicy policy, long account, List<DirectoryIdentity> identities) {
        return policy.asksForMemberships() ? stores.identities().isMember(account, identities) : Mono.just(false);
    }

    /**
     * The account of somebody who has signed in; made if this is the first time, then with an environment of their own unless
     * they can reach one (spec: identity sheet, 1.9). 401 if the account was deactivated here, or people sign in with something
     * else meanwhile.
     */
    public Mono<AccountRow> signedIn(DirectoryUser found) {
        Mono<Long> work = isInUse(found.user().type())
                .filter(isInUse -> isInUse)
                .switchIfEmpty(Mono.error(() -> new ApiException.Unauthorized(
                        "people do not sign in with this provider any more: look how they do, and sign in again")))
                .flatMap(_ -> account(found, isDefaultEnvironmentWanted()));
        return Mono.defer(() -> changes.write(work, id -> List.of(changed(id))))
                // Two first sign-ins at once: the other one made the account.
                .retryWhen(Retry.max(1).filter(DuplicateKeyException.class::isInstance))
                .flatMap(stores.accounts()::find);
    }

    /** Whether people sign in with the provider of that type, as it stays until the transaction ends. */
    private Mono<Boolean> isInUse(String userType) {
        return stores.directories()
                .lockEnabled()
                .map(provider -> userType(provider).equals(userType))
                .defaultIfEmpty(false);
    }

    /** {@code externalIdType} of a provider's users. */
    private static String userType(String provider) {
        return DirectoryKind.ofProvider(provider)
                .map(DirectoryKind::userType)
                .or(() -> ProviderKind.ofProvider(provider).map(ProviderKind::userType))
                .orElse("");
    }

    private Mono<Long> account(DirectoryUser found, boolean environmentWanted) {
        return stores.identities()
                .lockAccountOf(found.user())
                .flatMap(row -> known(row, found))
                .switchIfEmpty(Mono.defer(() -> fresh(found, environmentWanted)));
    }

    private Mono<Long> known(AccountRow row, DirectoryUser found) {
        return row.state().equals("active")
                ? stores.accounts()
                        .update(row.id(), found.user().name(), row.description(), row.kind())
                        .then(stores.identities().setRefused(row.id(), null))
                        .then(stores.identities().replace(row.id(), found.identities()))
                        .thenReturn(row.id())
                : Mono.error(new ApiException.Unauthorized(
                        "the account '" + row.name() + "' is not active: an administrator has to activate it"));
    }

    private Mono<Long> fresh(DirectoryUser found, boolean environmentWanted) {
        AccountRow.New account =
                new AccountRow.New(ids.uuid(), AccountKind.USER, found.user().name(), null);
        return stores.accounts()
                .insert(account, clock.instant())
                .flatMap(id -> stores.identities()
                        .bind(id, found.user())
                        .then(stores.identities().replace(id, found.identities()))
                        .then(environmentWanted ? ownEnvironment(id, found) : Mono.just(0L))
                        .thenReturn(id));
    }

    private Mono<Long> ownEnvironment(long account, DirectoryUser found) {
        return stores.identities()
                .isMember(account, found.identities())
                .filter(isMember -> !isMember)
                .flatMap(_ -> environments.insertOwned(found.user().login() + "-Default", account));
    }

    private boolean isDefaultEnvironmentWanted() {
        return stores.settings().flag(KnownSettings.CREATE_DEFAULT, true);
    }

    /** What the check decided for one account. */
    public Mono<Long> apply(Step step) {
        return switch (step) {
            case Step.Refuse(long account, String reason) -> refuse(account, reason);
            case Step.Admit(long account, List<DirectoryIdentity> identities) ->
                changes.write(
                        ofProviderInUse(account)
                                .flatMap(_ -> stores.identities()
                                        .setRefused(account, null)
                                        .then(stores.identities().replace(account, identities))),
                        changed(account));
        };
    }

    /** Empty: it is of another provider than people sign in with now. */
    private Mono<AccountRow> ofProviderInUse(long account) {
        return stores.accounts().find(account).filterWhen(row -> isInUse(Objects.toString(row.externalIdType(), "")));
    }

    /** Sessions end, keys stop working, and the account is nobody in the directory. */
    Mono<Long> refuse(long account, String reason) {
        return changes.write(refused(account, reason), changed(account));
    }

    private Mono<Long> refused(long account, String reason) {
        String kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        return stores.sessions()
                .deleteOf(account, 0)
                .then(stores.identities().clear(account))
                .then(stores.identities().setRefused(account, kept));
    }

    /**
     * Refuses everybody of other providers than the one people sign in with, if there is one; answers how many they were. Nobody
     * has to have seen the switch: whatever was interrupted then is done by the next pass.
     */
    public Mono<Integer> refuseOthers() {
        return stores.directories()
                .enabled()
                .map(DirectoryRow::provider)
                .defaultIfEmpty("")
                .flatMapMany(provider -> stores.identities().admittedOfOthers(userType(provider)))
                .concatMap(this::refuseOther)
                .count()
                .map(Math::toIntExact);
    }

    /** Unless it was switched again meanwhile. */
    private Mono<Long> refuseOther(long account) {
        return changes.write(
                ofProviderInUse(account)
                        .hasElement()
                        .filter(isInUse -> !isInUse)
                        .flatMap(_ -> refused(account, "people do not sign in with this account's provider any more")),
                changed(account));
    }

    private static NewChange changed(long account) {
        return NewChange.updated(ACCOUNT, account, null);
    }
}
