package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.AUTH_TOKEN;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.directory.DirectorySignInHandler;
import io.drover.identity.api.internal.PasswordCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler.Attempt;
import io.drover.identity.directory.DirectoryIdentity;
import io.drover.identity.directory.DirectorySettings;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.setting.KnownSettings;
import io.drover.identity.signin.SignInCode;
import io.drover.identity.store.AccountIdentityStore;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AuthTokenRow;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.ProjectStore;
import io.drover.model.EnvironmentId;
import io.drover.model.WireId;
import io.drover.runtime.feed.NewChange;
import io.drover.runtime.setting.LiveSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signs people in and out (spec: identity sheet, 1.5). A session lasts its time and is not prolonged. */
public final class SessionHandler {
    /** While nothing is known of the settings. */
    private static final Duration LONGEST_UNTOLD = Duration.ofHours(1);

    private final Ways ways;
    private final Stores stores;
    private final ChangeStore changes;
    private final RandomGenerator random;
    private final Clock clock;
    private final LiveSettings settings;

    public record Stores(
            AccountStore accounts, AuthTokenStore sessions, ProjectStore projects, AccountIdentityStore identities) {}

    /** The ways to sign in. */
    public record Ways(
            PasswordCheckHandler passwords,
            DirectoryHandler directory,
            DirectorySignInHandler directorySignIn,
            SecondFactorCheckHandler secondFactors) {}

    public SessionHandler(
            Ways ways, Stores stores, ChangeStore changes, RandomGenerator random, Clock clock, LiveSettings settings) {
        this.ways = ways;
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
     * @param identities what a directory says the person is, themselves first; empty for local accounts
     */
    public record Session(AccountRow account, String key, String defaultProject, List<DirectoryIdentity> identities) {
        public Session {
            identities = List.copyOf(identities);
        }

        @Override
        public String toString() {
            return "Session[" + account.id() + "]";
        }
    }

    /** Name of the provider people sign in with. */
    public Mono<String> provider() {
        return ways.directory().provider();
    }

    /**
     * Names with a local password are local, whatever a directory says: so that a directory that is away, or wrong, or has
     * such a name too, never keeps an administrator out. All others are the directory's, if there is one.
     *
     * @param code {@code user:password}
     * @param secondFactor of an account that has one, or null
     */
    public Mono<Session> signIn(String code, @Nullable String secondFactor, String address) {
        return Mono.justOrEmpty(SignInCode.parse(code))
                .switchIfEmpty(Mono.error(() ->
                        new ApiException.BadRequest("codeInvalid", "field 'code' is not of the form user:password")))
                .flatMap(parsed -> ways.passwords()
                        .knows(parsed.user())
                        .flatMap(isLocal ->
                                isLocal ? Mono.empty() : ways.directory().active())
                        .flatMap(directory -> withDirectory(directory, parsed, secondFactor, address))
                        .switchIfEmpty(Mono.defer(() -> locally(parsed, secondFactor, address))));
    }

    private Mono<Session> locally(SignInCode code, @Nullable String secondFactor, String address) {
        return ways.passwords()
                .check(
                        code.user(),
                        code.password(),
                        address,
                        account ->
                                ways.secondFactors().require(new Attempt(account, code.user(), address), secondFactor))
                .filter(signedIn -> signedIn.account().kind().isPerson())
                .flatMap(signedIn -> open(signedIn.account(), DirectoryHandler.LOCAL_PROVIDER));
    }

    private Mono<Session> withDirectory(
            DirectorySettings directory, SignInCode code, @Nullable String secondFactor, String address) {
        return ways.directorySignIn()
                .signIn(directory, code, secondFactor, address)
                .flatMap(account -> open(account, directory.kind().provider()));
    }

    private Mono<Session> open(AccountRow account, String provider) {
        String key = KeyText.secretKey(random);
        Instant now = clock.instant();
        boolean isOnlyOne = settings.flag(KnownSettings.RESTRICT_SESSIONS, false);
        Mono<Long> begun =
                stores.sessions().insert(account.id(), SecretHash.of(key), provider, now, now.plus(sessionLife()));
        return changes.write(
                        isOnlyOne ? stores.sessions().deleteOf(account.id(), 0).then(begun) : begun,
                        id -> isOnlyOne
                                ? List.of(
                                        NewChange.created(AUTH_TOKEN, id, null),
                                        NewChange.updated(ACCOUNT, account.id(), null))
                                : List.of(NewChange.created(AUTH_TOKEN, id, null)))
                .then(session(account.id(), key));
    }

    private Duration sessionLife() {
        return Duration.ofMillis(settings.number(KnownSettings.SESSION_LIFE, LONGEST_UNTOLD.toMillis()));
    }

    /** The session as its owner sees it. */
    public Mono<Session> session(long account, String key) {
        SqlList first = SqlList.of(ListQuery.everything(), ProjectStore.COLUMNS, "a.id");
        Mono<String> environment = stores.projects()
                .listOf(account, first)
                .next()
                .map(project -> new EnvironmentId(project.id()).toString())
                .defaultIfEmpty("");
        return Mono.zip(
                        stores.accounts().find(account),
                        environment,
                        stores.identities().of(account).collectList())
                .map(all -> new Session(all.getT1(), key, all.getT2(), all.getT3()));
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
