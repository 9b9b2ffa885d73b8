package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.oauth.TokenScope;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secret.RegistrationToken;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.signin.Presented;
import io.drover.identity.signin.Presented.Basic;
import io.drover.identity.signin.Presented.Bearer;
import io.drover.identity.signin.Presented.Nothing;
import io.drover.identity.signin.Presented.Registration;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.AgentStore;
import io.drover.identity.store.AuthTokenStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthTokenStore;
import io.drover.model.WireId;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Verifies a credential. Whatever is wrong with it, the caller hears 401 and not which part was wrong; a credential works only
 * while it is active and its account is.
 */
public final class AuthenticationHandler {
    /** What registration secrets are sealed for. */
    public static final String REGISTRATION_PURPOSE = "registration-secret";

    private final AccountStore accounts;
    private final CredentialStore credentials;
    private final AuthTokenStore sessions;
    private final OAuthTokenStore grants;
    private final AgentStore agents;
    private final PasswordCheckHandler passwords;
    private final SecondFactorCheckHandler secondFactors;
    private final EnvelopeKey envelope;
    private final Clock clock;

    /** What people show. */
    public record People(PasswordCheckHandler passwords, SecondFactorCheckHandler secondFactors) {}

    /** What bearer tokens are: keys of sessions, and access tokens of OAuth2 clients. */
    public record Bearers(AuthTokenStore sessions, OAuthTokenStore grants) {}

    public AuthenticationHandler(
            AccountStore accounts,
            CredentialStore credentials,
            Bearers bearers,
            AgentStore agents,
            People people,
            EnvelopeKey envelope,
            Clock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.sessions = bearers.sessions();
        this.grants = bearers.grants();
        this.agents = agents;
        this.passwords = people.passwords();
        this.secondFactors = people.secondFactors();
        this.envelope = envelope;
        this.clock = clock;
    }

    /** @param address of the client, for throttling and audit */
    public Mono<Authenticated> authenticate(Presented presented, String address) {
        return switch (presented) {
            case Nothing nothing -> Mono.error(new ApiException.Unauthorized(nothing.reason()));
            case Bearer bearer ->
                session(bearer)
                        .switchIfEmpty(Mono.defer(() -> granted(bearer)))
                        .switchIfEmpty(Mono.error(AuthenticationHandler::sessionOver));
            case Registration registration ->
                registration(registration.token()).switchIfEmpty(Mono.error(AuthenticationHandler::notRegistered));
            case Basic basic -> basic(basic, address).switchIfEmpty(Mono.error(AuthenticationHandler::wrongKey));
        };
    }

    private Mono<Authenticated> session(Bearer bearer) {
        return sessions.byHash(SecretHash.of(bearer.token()), clock.instant())
                .flatMap(session -> accounts.find(session.account())
                        .filter(account -> account.isActive() && account.kind().isPerson())
                        .map(account -> new Authenticated(
                                account,
                                account.kind(),
                                0,
                                session.publicId(),
                                0,
                                bearer.environment(),
                                session.isEnrolling(),
                                TokenScope.WHOLE,
                                session.expires())));
    }

    /** An access token acts as its account, as far as its scopes allow; a key's token is where the key is. */
    private Mono<Authenticated> granted(Bearer bearer) {
        Instant now = clock.instant();
        return grants.byAccess(SecretHash.of(bearer.token()), now)
                .flatMap(grant -> accounts.find(grant.account())
                        .filter(AccountRow::isActive)
                        .flatMap(account -> grants.used(grant, now).thenReturn(account))
                        .map(account -> new Authenticated(
                                account,
                                account.kind(),
                                account.kind() == AccountKind.PROJECT ? account.id() : 0,
                                grant.publicId(),
                                0,
                                bearer.environment(),
                                false,
                                TokenScope.of(grant.scopes()),
                                grant.accessExpires())));
    }

    private Mono<Authenticated> registration(RegistrationToken token) {
        return credentials
                .byPublicValue(token.accessKey())
                .filter(row ->
                        row.kind() == CredentialKind.REGISTRATION_TOKEN && row.isActive() && isGenuine(token, row))
                .flatMap(row -> accounts.find(row.account())
                        .filter(AccountRow::isActive)
                        .map(project -> new Authenticated(
                                project, AccountKind.REGISTER, project.id(), publicId(row), 0, null)));
    }

    private boolean isGenuine(RegistrationToken token, CredentialRow row) {
        String secret = registrationSecret(envelope, row);
        return secret != null && token.isGenuine(secret, clock.instant());
    }

    /** The secret that signs a registration token; null if the credential has none, or another key file sealed it. */
    public static @Nullable String registrationSecret(EnvelopeKey envelope, CredentialRow row) {
        String sealed = row.secretSealed();
        return sealed == null
                ? null
                : envelope.open(REGISTRATION_PURPOSE, sealed)
                        .map(plain -> new String(plain, StandardCharsets.UTF_8))
                        .orElse(null);
    }

    private Mono<Authenticated> basic(Basic shown, String address) {
        return credentials
                .byPublicValue(shown.user())
                .flatMap(row -> switch (row.kind()) {
                    case API_KEY, AGENT_API_KEY -> key(row, shown.secret(), address);
                    case PASSWORD -> person(shown, address);
                    case REGISTRATION_TOKEN -> Mono.<Authenticated>empty();
                })
                .switchIfEmpty(Mono.defer(() -> stranger(shown, address)));
    }

    private Mono<Authenticated> key(CredentialRow row, String secret, String address) {
        String stored = row.secretHash();
        if (stored == null || !row.isActive()) {
            return Mono.error(wrongKey());
        }
        if (!SecretHash.isOne(stored)) {
            return passwords.check(row, secret, address).flatMap(signedIn -> acting(signedIn.account(), row));
        }
        return SecretHash.matches(secret, stored)
                ? accounts.find(row.account()).filter(AccountRow::isActive).flatMap(account -> acting(account, row))
                : Mono.error(wrongKey());
    }

    private Mono<Authenticated> acting(AccountRow account, CredentialRow row) {
        String credential = publicId(row);
        return switch (account.kind()) {
            case ADMIN, USER, SERVICE -> Mono.just(new Authenticated(account, account.kind(), 0, credential, 0, null));
            case PROJECT ->
                Mono.just(new Authenticated(account, AccountKind.PROJECT, account.id(), credential, 0, null));
            case AGENT ->
                agents.ofAccount(account.id())
                        .filter(agent -> agent.isActive())
                        .map(agent -> new Authenticated(
                                account, AccountKind.AGENT, agent.project(), credential, agent.id(), null));
            case REGISTER -> Mono.empty();
        };
    }

    private Mono<Authenticated> person(Basic shown, String address) {
        return passwords
                .check(
                        shown.user(),
                        shown.secret(),
                        address,
                        account -> secondFactors.requireNone(
                                SecondFactorCheckHandler.Attempt.tried(account, shown.user(), address)))
                .filter(signedIn -> signedIn.account().kind().isPerson())
                .map(signedIn -> new Authenticated(
                        signedIn.account(), signedIn.account().kind(), 0, publicId(signedIn.credential()), 0, null));
    }

    /** A name nobody has takes as long as a wrong password, unless it looks like a key, which nobody can guess. */
    private Mono<Authenticated> stranger(Basic shown, String address) {
        return shown.user().matches("[0-9A-F]{20}") ? Mono.empty() : person(shown, address);
    }

    static String publicId(CredentialRow row) {
        return WireId.format("c", row.id());
    }

    private static ApiException wrongKey() {
        return new ApiException.Unauthorized("the access key or the secret key is wrong, or the key is not active");
    }

    private static ApiException sessionOver() {
        return new ApiException.Unauthorized("the session or the token has ended: sign in again");
    }

    private static ApiException notRegistered() {
        return new ApiException.Unauthorized(
                "the registration token is not valid any more: copy the command of an active token again");
    }
}
