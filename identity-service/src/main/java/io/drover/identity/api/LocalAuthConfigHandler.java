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
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenRow;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.model.WireId;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/**
 * {@code localauthconfig}, with which older set-up scripts switch access control on and name the administrator (spec: identity
 * sheet, 1.3). Here it always is on, so what is left is the administrator: a name that exists must come with its password; a new
 * one becomes the first administrator's, instead of the password that account had. Switching off is refused (ADR 18).
 */
public final class LocalAuthConfigHandler implements ResourceHandler {
    private static final String NAME = "localAuthConfig";

    private final Stores stores;
    private final ChangeStore changes;
    private final PasswordHandler.Passwords passwords;
    private final Ids ids;
    private final Clock clock;

    public record Stores(AccountStore accounts, CredentialStore credentials, AuthTokenStore sessions) {}

    public LocalAuthConfigHandler(
            Stores stores, ChangeStore changes, PasswordHandler.Passwords passwords, Ids ids, Clock clock) {
        this.stores = stores;
        this.changes = changes;
        this.passwords = passwords;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public ResourceType type() {
        return AccountTypes.LOCAL_AUTH_CONFIG;
    }

    @Override
    public Mono<Page> list(Caller caller, ListQuery query) {
        return Mono.just(Page.all(List.of(current())));
    }

    @Override
    public Mono<Resource> find(Caller caller, long id) {
        return Mono.just(current());
    }

    @Override
    public Mono<Long> resolve(Caller caller, String id) {
        return id.equalsIgnoreCase(NAME) ? Mono.just(0L) : Mono.empty();
    }

    private static Resource current() {
        return new Resource(NAME, NAME, Map.of("enabled", true, "accessMode", "unrestricted"));
    }

    @Override
    public Mono<Resource> create(Caller caller, Input input) {
        if (!input.flag("enabled", false)) {
            return Mono.error(new ApiException.InvalidField(
                    "InvalidOption", "enabled", "field 'enabled' must be true: access control cannot be switched off"));
        }
        String login = input.text("username", "");
        String password = input.text("password", "");
        if (login.isBlank()
                || password.isEmpty()
                || login.contains(":")
                || !login.strip().equals(login)) {
            return Mono.error(
                    new ApiException.BadRequest(
                            "UserCredentialCreation",
                            "the fields 'username' and 'password' name the administrator: neither may be empty, and a user name has no colon and no blanks at its ends"));
        }
        return stores.credentials()
                .byPublicValue(login)
                .flatMap(row -> known(row, password).thenReturn(row))
                .switchIfEmpty(Mono.defer(() -> named(caller, input, login, password)))
                .thenReturn(current());
    }

    /** Empty if the password is the name's, else the refusal. */
    private Mono<Void> known(CredentialRow row, String password) {
        if (row.kind() != CredentialKind.PASSWORD || !row.state().equals("active")) {
            return Mono.error(taken(row.publicValue()));
        }
        return passwords
                .hashes()
                .matches(password, row.secretHash())
                .flatMap(isRight -> isRight
                        ? Mono.empty()
                        : Mono.error(new ApiException.Unauthorized(
                                "IncorrectPassword",
                                "field 'password' is not the password of the user in 'username'")));
    }

    private Mono<CredentialRow> named(Caller caller, Input input, String login, String password) {
        return stores.accounts()
                .firstAdministrator()
                .flatMap(admin -> passwords
                        .accept(password)
                        .map(hash -> new CredentialRow.New(
                                ids.uuid(), admin.id(), CredentialKind.PASSWORD, null, null, login, hash, null))
                        .flatMap(fresh -> changes.write(
                                replaced(caller, admin, fresh, input.text("name", admin.name())),
                                id -> List.of(
                                        NewChange.created(CREDENTIAL, id, null),
                                        NewChange.updated(ACCOUNT, admin.id(), null)))))
                .onErrorMap(DataIntegrityViolationException.class, _ -> taken(login))
                .flatMap(stores.credentials()::find);
    }

    /** As when a password is changed: the account's other sessions end. */
    private Mono<Long> replaced(Caller caller, AccountRow admin, CredentialRow.New fresh, String name) {
        boolean isOwn = admin.id() == caller.account().value() && AuthTokenRow.isOne(caller.credential());
        long kept = isOwn ? WireId.parse(caller.credential()).orElse(0) : 0;
        return stores.credentials()
                .of(admin.id(), CredentialKind.PASSWORD)
                .concatMap(old -> stores.credentials().remove(old.id(), clock.instant()))
                .then(stores.sessions().deleteOf(admin.id(), kept))
                .then(stores.accounts().update(admin.id(), name, admin.description(), admin.kind()))
                .then(stores.credentials().insert(fresh, clock.instant()));
    }

    private static ApiException taken(String login) {
        return new ApiException.Conflict("UsernameIsTaken", "the user name '" + login + "' is taken");
    }
}
