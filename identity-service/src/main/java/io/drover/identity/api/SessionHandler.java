package io.drover.identity.api;

import static io.drover.identity.token.Revocation.AUTH_TOKEN;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.identity.IdentityProperties;
import io.drover.identity.api.internal.PasswordCheckHandler;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.signin.SignInCode;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenRow;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.ProjectStore;
import io.drover.model.EnvironmentId;
import io.drover.model.WireId;
import io.drover.runtime.feed.NewChange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** Signs people in and out (spec: identity sheet, 1.5). A session lasts its time and is not prolonged. */
public final class SessionHandler {
    private static final String PROVIDER = "localAuthConfig";

    private final PasswordCheckHandler passwords;
    private final Stores stores;
    private final ChangeStore changes;
    private final RandomGenerator random;
    private final Clock clock;
    private final IdentityProperties settings;

    public record Stores(AccountStore accounts, AuthTokenStore sessions, ProjectStore projects) {}

    public SessionHandler(
            PasswordCheckHandler passwords,
            Stores stores,
            ChangeStore changes,
            RandomGenerator random,
            Clock clock,
            IdentityProperties settings) {
        this.passwords = passwords;
        this.stores = stores;
        this.changes = changes;
        this.random = random;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * A signed-in person.
     *
     * @param key what the client shows from now on; the empty text when the session exists already
     * @param defaultProject an environment to begin with, or the empty text
     */
    public record Session(AccountRow account, String key, String defaultProject) {
        @Override
        public String toString() {
            return "Session[" + account.id() + "]";
        }
    }

    /** @param code {@code user:password} */
    public Mono<Session> signIn(String code, String address) {
        return Mono.justOrEmpty(SignInCode.parse(code))
                .switchIfEmpty(Mono.error(() ->
                        new ApiException.BadRequest("codeInvalid", "field 'code' is not of the form user:password")))
                .flatMap(parsed -> passwords.check(parsed.user(), parsed.password(), address))
                .filter(signedIn -> signedIn.account().kind().isPerson())
                .flatMap(signedIn -> open(signedIn.account()));
    }

    private Mono<Session> open(AccountRow account) {
        String key = KeyText.secretKey(random);
        Instant now = clock.instant();
        return changes.write(
                        stores.sessions()
                                .insert(
                                        account.id(),
                                        SecretHash.of(key),
                                        PROVIDER,
                                        now,
                                        now.plus(settings.sessionLife())),
                        id -> List.of(NewChange.created(AUTH_TOKEN, id, null)))
                .then(session(account.id(), key));
    }

    /** The session as its owner sees it. */
    public Mono<Session> session(long account, String key) {
        SqlList first = SqlList.of(ListQuery.everything(), ProjectStore.COLUMNS, "a.id");
        Mono<String> environment = stores.projects()
                .listOf(account, first)
                .next()
                .map(project -> new EnvironmentId(project.id()).toString())
                .defaultIfEmpty("");
        return Mono.zip(stores.accounts().find(account), environment, (row, id) -> new Session(row, key, id));
    }

    /** Ends the session behind a credential; a key has none. */
    public Mono<Void> signOut(String credential) {
        if (!AuthTokenRow.isOne(credential)) {
            return Mono.error(new ApiException.BadRequest(
                    "JWTNotProvided", "the request shows no session token: there is nothing to sign out of"));
        }
        long id = WireId.parse(credential).orElse(0);
        return changes.write(stores.sessions().delete(id), NewChange.removed(AUTH_TOKEN, id, null))
                .then();
    }
}
