package io.drover.identity.api;

import static io.drover.identity.token.Revocation.ACCOUNT;
import static io.drover.identity.token.Revocation.AUTH_TOKEN;

import io.drover.api.ApiException;
import io.drover.api.resource.ListQuery;
import io.drover.api.security.Caller;
import io.drover.api.sql.SqlList;
import io.drover.identity.api.directory.DirectoryHandler;
import io.drover.identity.api.directory.DirectorySignInHandler;
import io.drover.identity.api.internal.EnvironmentHandler;
import io.drover.identity.api.internal.PasswordCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler.Attempt;
import io.drover.identity.api.oidc.ProviderHandler;
import io.drover.identity.api.oidc.ProviderSignInHandler;
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
            ProviderHandler provider,
            ProviderSignInHandler providerSignIn,
            SecondFactorCheckHandler secondFactors,
            FirstSignInHandler firstSignIns) {}

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
     * @param isEnrolling they have to set up a second factor, and can do nothing else before
     */
    public record Session(
            AccountRow account,
            String key,
            String defaultProject,
            List<DirectoryIdentity> identities,
            boolean isEnrolling) {
        public Session {
            identities = List.copyOf(identities);
        }

        Session enrolling(boolean now) {
            return new Session(account, key, defaultProject, identities, now);
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

    /** Who somebody proved to be, and to whom: {@link #provider} or the local accounts. */
    public record Identified(AccountRow account, String provider) {}

    /**
     * Opens a session for its usual time.
     *
     * @param code {@code user:password}, or, without a colon, what a sign-in with a provider gave
     * @param secondFactor of an account that has one, or null
     */
    public Mono<Session> signIn(String code, @Nullable String secondFactor, String address) {
        return code.indexOf(':') < 0
                ? withProvider(code, secondFactor, address)
                : withPassword(code, secondFactor, address);
    }

    private Mono<Session> withProvider(String code, @Nullable String secondFactor, String address) {
        return ways.provider()
                .active()
                .switchIfEmpty(Mono.error(SessionHandler::malformed))
                .flatMap(settings -> ways.providerSignIn()
                        .redeem(settings, code, secondFactor, address)
                        .flatMap(account ->
                                open(new Identified(account, settings.kind().provider()))));
    }

    private static ApiException malformed() {
        return new ApiException.BadRequest("codeInvalid", "field 'code' is not of the form user:password");
    }

    private Mono<Session> withPassword(String code, @Nullable String secondFactor, String address) {
        return Mono.justOrEmpty(SignInCode.parse(code))
                .switchIfEmpty(Mono.error(SessionHandler::malformed))
                .flatMap(parsed -> identify(parsed, secondFactor, address))
                .flatMap(this::open);
    }

    /**
     * Names with a local password are local, whatever a directory says: so that a directory that is away, or wrong, or has
     * such a name too, never keeps an administrator out. All others are the directory's, if there is one.
     *
     * @param secondFactor of an account that has one, or null
     */
    public Mono<Identified> identify(SignInCode code, @Nullable String secondFactor, String address) {
        return ways.passwords()
                .knows(code.user())
                .flatMap(isLocal -> isLocal ? Mono.empty() : ways.directory().active())
                .flatMap(directory -> withDirectory(directory, code, secondFactor, address))
                .switchIfEmpty(Mono.defer(() -> locally(code, secondFactor, address)));
    }

    private Mono<Identified> locally(SignInCode code, @Nullable String secondFactor, String address) {
        return ways.passwords()
                .check(
                        code.user(),
                        code.password(),
                        address,
                        account -> ways.secondFactors()
                                .require(Attempt.tried(account, code.user(), address), secondFactor))
                .filter(signedIn -> signedIn.account().kind().isPerson())
                .delayUntil(signedIn -> ways.firstSignIns().of(signedIn.account(), code.user()))
                .map(signedIn -> new Identified(signedIn.account(), DirectoryHandler.LOCAL_PROVIDER));
    }

    private Mono<Identified> withDirectory(
            DirectorySettings directory, SignInCode code, @Nullable String secondFactor, String address) {
        return ways.directorySignIn()
                .signIn(directory, code, secondFactor, address)
                .map(account -> new Identified(account, directory.kind().provider()));
    }

    private Mono<Session> open(Identified person) {
        return mustEnrol(person)
                .flatMap(isEnrolling -> open(
                                person,
                                new Opening(
                                        sessionLife(),
                                        settings.flag(KnownSettings.RESTRICT_SESSIONS, false),
                                        isEnrolling))
                        .flatMap(key -> session(person.account().id(), key))
                        .map(session -> session.enrolling(isEnrolling)));
    }

    private Mono<Boolean> mustEnrol(Identified person) {
        return ways.secondFactors().mustEnrol(person.account(), person.provider());
    }

    /**
     * Opens a session beside the person's others; answers its key, which is stored nowhere. 403 if they have to set up a second
     * factor before: such a session gives nobody else anything.
     */
    public Mono<String> open(Identified person, Duration life) {
        return mustEnrol(person)
                .flatMap(isEnrolling -> isEnrolling
                        ? Mono.error(EnvironmentHandler.secondFactorFirst())
                        : open(person, new Opening(life, false, false)));
    }

    /** @param isOnlyOne it ends the account's other sessions */
    private record Opening(Duration life, boolean isOnlyOne, boolean isEnrolling) {}

    private Mono<String> open(Identified person, Opening how) {
        String key = KeyText.secretKey(random);
        Instant now = clock.instant();
        long account = person.account().id();
        boolean isOnlyOne = how.isOnlyOne();
        AuthTokenRow row =
                new AuthTokenRow(0, account, person.provider(), now, now.plus(how.life()), how.isEnrolling());
        Mono<Long> begun = stores.sessions().insert(row, SecretHash.of(key));
        return changes.write(
                        // Locked, so that of two sign-ins at once the second ends the first.
                        isOnlyOne
                                ? stores.accounts()
                                        .lock(account)
                                        .then(stores.sessions().deleteSessionsOf(account, 0))
                                        .then(begun)
                                : begun,
                        id -> isOnlyOne
                                ? List.of(
                                        NewChange.created(AUTH_TOKEN, id, null),
                                        NewChange.updated(ACCOUNT, account, null))
                                : List.of(NewChange.created(AUTH_TOKEN, id, null)))
                .thenReturn(key);
    }

    /** The active account of the person whose session has that key; empty: there is none. */
    public Mono<AccountRow> holder(String key) {
        return stores.sessions()
                .byHash(SecretHash.of(key), clock.instant())
                .filter(session -> !session.isEnrolling())
                .flatMap(session -> stores.accounts().find(session.account()))
                .filter(account -> account.isActive() && account.kind().isPerson());
    }

    /** The session behind a request. */
    Mono<Session> current(Caller caller) {
        Mono<Boolean> isEnrolling = AuthTokenRow.isOne(caller.credential())
                ? stores.sessions()
                        .find(WireId.parse(caller.credential()).orElse(0))
                        .map(AuthTokenRow::isEnrolling)
                        .defaultIfEmpty(false)
                : Mono.just(false);
        return session(caller.account().value(), "").zipWith(isEnrolling, Session::enrolling);
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
                .map(all -> new Session(all.getT1(), key, all.getT2(), all.getT3(), false));
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
