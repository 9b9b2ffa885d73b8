package io.drover.identity.api.oidc;

import io.drover.api.ApiException;
import io.drover.identity.api.directory.DirectoryAccessHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler;
import io.drover.identity.api.internal.SecondFactorCheckHandler.Attempt;
import io.drover.identity.api.internal.SignInRecordHandler;
import io.drover.identity.directory.DirectoryUser;
import io.drover.identity.oidc.Person;
import io.drover.identity.oidc.ProviderClient;
import io.drover.identity.oidc.ProviderException;
import io.drover.identity.oidc.ProviderException.Problem;
import io.drover.identity.oidc.ProviderKind;
import io.drover.identity.oidc.ProviderSettings;
import io.drover.identity.oidc.SignInSecrets;
import io.drover.identity.secret.KeyText;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.ChangeStore;
import io.drover.identity.store.ProviderCodeRow;
import io.drover.identity.store.ProviderGrantStore;
import io.drover.identity.store.ProviderSignInRow;
import io.drover.identity.store.ProviderSignInStore;
import io.drover.runtime.secret.EnvelopeKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs people in with a provider, in three steps: {@link #begin} sends the browser there, {@link #conclude} takes what it
 * brings back and gives a one-time code of Drover's own, {@link #redeem} turns that code into the account. The provider's code
 * is only ever taken in the browser that began, for the state it began with, once.
 */
public final class ProviderSignInHandler {
    public static final String GRANT_PURPOSE = "provider-grant";
    private static final Logger log = LoggerFactory.getLogger(ProviderSignInHandler.class);
    /** For typing a password and a second factor at the provider. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** From the callback to the page that redeems it. */
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    /** An administrator copies it by hand. */
    private static final Duration TRIAL_LIFE = Duration.ofMinutes(10);

    private final ProviderHandler providers;
    private final Clients clients;
    private final Stores stores;
    private final DirectoryAccessHandler access;
    private final SignInRecordHandler records;
    private final SecondFactorCheckHandler secondFactors;
    private final Sources sources;

    /** @param trials a client of its own, so that settings on trial do not open the breaker of those in use */
    public record Clients(ProviderClient active, ProviderClient trials) {}

    public record Stores(
            ProviderSignInStore signIns, ProviderGrantStore grants, AccountStore accounts, ChangeStore changes) {}

    public record Sources(EnvelopeKey envelope, RandomGenerator random, Clock clock, JsonMapper json) {}

    public ProviderSignInHandler(
            ProviderHandler providers,
            Clients clients,
            Stores stores,
            DirectoryAccessHandler access,
            SignInRecordHandler records,
            SecondFactorCheckHandler secondFactors,
            Sources sources) {
        this.providers = providers;
        this.clients = clients;
        this.stores = stores;
        this.access = access;
        this.records = records;
        this.secondFactors = secondFactors;
        this.sources = sources;
    }

    /**
     * What the browser asked for.
     *
     * @param trial the provider whose settings on trial are used; null: the one in use
     * @param callback address of the callback, as the browser reaches it
     */
    record Wish(
            @Nullable ProviderKind trial,
            String callback,
            @Nullable String returnTo,
            @Nullable String clientState,
            boolean opensSession) {}

    /** @param location at the provider */
    record Begun(URI location, SignInSecrets secrets, Duration life) {}

    /** @param error the provider's, or null */
    record Callback(
            SignInSecrets secrets,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error,
            String address) {}

    /**
     * How a callback ended.
     *
     * @param code Drover's own one-time code
     * @param user who it is, in a trial; else null
     */
    record Concluded(String code, @Nullable DirectoryUser user) {}

    Mono<Begun> begin(Wish wish) {
        ProviderKind trial = wish.trial();
        return (trial == null ? providers.active() : providers.onTrial(trial))
                .switchIfEmpty(Mono.error(() -> new ApiException.BadRequest(
                        "NoAuthProvider",
                        trial == null
                                ? "people do not sign in here with a provider: use a name and a password"
                                : "there are no settings on trial: send them with 'trial' first")))
                .flatMap(settings -> begin(wish, settings));
    }

    private Mono<Begun> begin(Wish wish, ProviderSettings settings) {
        SignInSecrets secrets =
                new SignInSecrets(KeyText.secretKey(sources.random()), KeyText.secretKey(sources.random()));
        ProviderSignInRow row = new ProviderSignInRow(
                providers.fingerprint(settings),
                settings.kind().provider(),
                wish.trial() != null,
                wish.callback(),
                wish.returnTo(),
                wish.clientState(),
                wish.opensSession(),
                sources.clock().instant().plus(PATIENCE));
        return client(row)
                .authorization(settings, secrets, wish.callback())
                .onErrorMap(ProviderFaults::isOne, error -> fault(settings, row, error))
                .flatMap(location -> stores.signIns()
                        .begin(SecretHash.of(secrets.state()), SecretHash.of(secrets.browser()), row)
                        .thenReturn(new Begun(location, secrets, PATIENCE)));
    }

    /** The sign-in the browser comes back from; 401 if it is not this browser's, too old, or done already. */
    Mono<ProviderSignInRow> underWay(SignInSecrets secrets) {
        String state = SecretHash.of(secrets.state());
        return stores.signIns()
                .find(state, SecretHash.of(secrets.browser()), sources.clock().instant())
                .filterWhen(_ -> stores.signIns().end(state).map(ended -> ended > 0))
                .switchIfEmpty(Mono.error(
                        () -> new ApiException.Unauthorized("this sign-in did not begin in this browser, is older than "
                                + PATIENCE.toMinutes() + " minutes, or was ended already: sign in again")));
    }

    /** @param row of {@link #underWay} */
    Mono<Concluded> conclude(ProviderSignInRow row, Callback callback) {
        ProviderKind kind = ProviderKind.ofProvider(row.provider()).orElseThrow();
        return (row.isTrial() ? providers.onTrial(kind) : providers.active())
                .filter(settings -> providers.fingerprint(settings).equals(row.settings()))
                .switchIfEmpty(Mono.error(() -> new ApiException.Unauthorized(
                        "AuthProviderChanged", "the settings changed while you signed in: sign in again")))
                .flatMap(settings -> person(row, settings, callback)
                        .onErrorResume(ProviderFaults::isOne, error -> refused(settings, row, callback, error))
                        .flatMap(person ->
                                row.isTrial() ? tried(row, person) : signedIn(row, settings, person, callback)));
    }

    private Mono<Person> person(ProviderSignInRow row, ProviderSettings settings, Callback callback) {
        ProviderClient client = client(row);
        String code = callback.code();
        return client.isIssuer(settings, callback.issuer())
                .filter(isIssuer -> isIssuer)
                .switchIfEmpty(
                        Mono.error(
                                () -> new ProviderException(
                                        Problem.NOT_GENUINE,
                                        "the answer came from another provider than the one that was asked, or does not say from which")))
                .filter(_ -> code != null && callback.error() == null)
                .switchIfEmpty(Mono.error(() ->
                        new ProviderException(Problem.CODE, "the provider did not sign the person in" + why(callback))))
                .flatMap(_ -> client.exchange(settings, String.valueOf(code), row.redirectUri(), callback.secrets()));
    }

    private static String why(Callback callback) {
        String error = callback.error();
        return error != null && error.matches("[a-z_]{1,64}") ? " (" + error + ")" : "";
    }

    private <T> Mono<T> refused(ProviderSettings settings, ProviderSignInRow row, Callback callback, Throwable error) {
        return records.failed(row.provider(), callback.address(), ProviderFaults.details(error))
                .then(Mono.error(() -> fault(settings, row, error)));
    }

    private ApiException fault(ProviderSettings settings, ProviderSignInRow row, Throwable error) {
        if (row.isTrial()) {
            return ProviderFaults.forAdministrator(error);
        }
        log.warn("a sign-in with {} did not work: {}", row.provider(), ProviderFaults.details(error));
        return ProviderFaults.forStranger(settings, error);
    }

    private Mono<Concluded> tried(ProviderSignInRow row, Person person) {
        DirectoryUser user = user(person);
        return code(row, null, sources.json().writeValueAsString(user), TRIAL_LIFE)
                .map(code -> new Concluded(code, user));
    }

    private Mono<Concluded> signedIn(
            ProviderSignInRow row, ProviderSettings settings, Person person, Callback callback) {
        DirectoryUser user = user(person);
        String name = user.user().type() + ":" + user.user().externalId();
        return access.isAdmitted(settings.access(), user)
                .flatMap(isAdmitted -> isAdmitted
                        ? account(user, name, callback.address())
                        : records.<AccountRow>notAdmitted(
                                name,
                                callback.address(),
                                settings.access().mode().wire()))
                .flatMap(account -> stores.changes()
                        .write(
                                stores.grants()
                                        .save(
                                                account.id(),
                                                sealed(person.grant()),
                                                sources.clock().instant()),
                                _ -> List.of())
                        .then(code(row, account.id(), null, CODE_LIFE)))
                .map(code -> new Concluded(code, null));
    }

    private static DirectoryUser user(Person person) {
        DirectoryUser user = person.user();
        if (user == null) {
            throw new IllegalStateException("a sign-in always says who somebody is");
        }
        return user;
    }

    private Mono<AccountRow> account(DirectoryUser user, String name, String address) {
        return access.signedIn(user)
                .onErrorResume(
                        ApiException.Unauthorized.class,
                        refused -> records.failed(name, address, refused.sentence())
                                .then(Mono.error(refused)));
    }

    private @Nullable String sealed(@Nullable String grant) {
        return grant == null
                ? null
                : sources.envelope().seal(GRANT_PURPOSE, grant.getBytes(StandardCharsets.UTF_8), sources.random());
    }

    private Mono<String> code(ProviderSignInRow row, @Nullable Long account, @Nullable String person, Duration life) {
        String code = KeyText.secretKey(sources.random());
        ProviderCodeRow kept = new ProviderCodeRow(row.settings(), account, person);
        return stores.signIns()
                .addCode(SecretHash.of(code), kept, sources.clock().instant().plus(life))
                .thenReturn(code);
    }

    /**
     * The account behind a one-time code, or 401. A missing second factor does not use the code up.
     *
     * @param secondFactor of an account that has one, or null
     */
    public Mono<AccountRow> redeem(
            ProviderSettings settings, String code, @Nullable String secondFactor, String address) {
        String hash = SecretHash.of(code);
        return stores.signIns()
                .code(hash, sources.clock().instant())
                .filter(row -> row.settings().equals(providers.fingerprint(settings)))
                .flatMap(row -> Mono.justOrEmpty(row.account()))
                .flatMap(stores.accounts()::find)
                .filter(AccountRow::isActive)
                .flatMap(account -> completed(hash, Attempt.vouched(account, address), secondFactor))
                .switchIfEmpty(Mono.error(ProviderSignInHandler::unknownCode));
    }

    private Mono<AccountRow> completed(String hash, Attempt attempt, @Nullable String secondFactor) {
        return secondFactors
                .require(attempt, secondFactor)
                .then(Mono.defer(() -> stores.signIns().useCode(hash)))
                .filter(used -> used > 0)
                .flatMap(_ -> records.signedIn(attempt.name(), attempt.account(), attempt.address()))
                .thenReturn(attempt.account());
    }

    /** Who a trial signed in with exactly these settings; empty if the code is not of such a trial. */
    Mono<DirectoryUser> ofTrial(ProviderSettings settings, String code) {
        return stores.signIns()
                .code(SecretHash.of(code), sources.clock().instant())
                .filter(row -> row.settings().equals(providers.fingerprint(settings)))
                .flatMap(row -> Mono.justOrEmpty(row.person()))
                .map(person -> sources.json().readValue(person, DirectoryUser.class));
    }

    /** 0: it was used already. */
    Mono<Long> useTrial(String code) {
        return stores.signIns().useCode(SecretHash.of(code));
    }

    private static ApiException unknownCode() {
        return new ApiException.Unauthorized("the code is not known, is older than " + CODE_LIFE.toSeconds()
                + " seconds, or was used: sign in again, beginning at 'redirectUrl'");
    }

    private ProviderClient client(ProviderSignInRow row) {
        return row.isTrial() ? clients.trials() : clients.active();
    }
}
