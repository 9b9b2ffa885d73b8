package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthClient;
import io.drover.identity.oauth.OAuthClient.Kind;
import io.drover.identity.role.AccountKind;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.AccountRow;
import io.drover.identity.store.AccountStore;
import io.drover.identity.store.CredentialKind;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthClientRow;
import io.drover.identity.store.OAuthClientStore;
import io.drover.model.WireId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import reactor.core.publisher.Mono;

/**
 * Who may ask for tokens: the suite's own clients, registered ones, and API keys.
 *
 * <ul>
 *   <li>Clients of people use codes with PKCE, always ask for consent, and refresh; those without a secret are public.
 *   <li>Keys act for their own account and use nothing but client credentials. A key whose secret somebody chose is no client: its
 *       hash is slow on purpose, and guessing at it is throttled where keys are shown directly.
 * </ul>
 */
final class OAuthClientRepository implements RegisteredClientRepository {
    /** Setting of a client that may look into tokens of others: keys of administrators and of the suite. */
    static final String SEES_ALL = "drover.sees-all";

    private final OAuthClientStore clients;
    private final CredentialStore credentials;
    private final AccountStore accounts;
    private final OAuthLives lives;
    private final Clock clock;

    OAuthClientRepository(
            OAuthClientStore clients,
            CredentialStore credentials,
            AccountStore accounts,
            OAuthLives lives,
            Clock clock) {
        this.clients = clients;
        this.credentials = credentials;
        this.accounts = accounts;
        this.lives = lives;
        this.clock = clock;
    }

    /**
     * Clients are written by their resource type. The library would write them when they register themselves or their secrets are
     * hashed anew; neither is switched on.
     */
    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered at /v2-beta/oauthclients");
    }

    @Override
    public @Nullable RegisteredClient findById(String key) {
        return OAuthClient.builtIn(key, issuer())
                .map(this::registered)
                .orElseGet(() -> WaitingClient.await(stored(key)));
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return OAuthClient.builtIn(clientId, issuer())
                .map(this::registered)
                .orElseGet(() -> WaitingClient.await(
                        shown(clientId).map(this::registered).switchIfEmpty(Mono.defer(() -> key(clientId)))));
    }

    /** The client as people know it; empty for keys and unknown ones. */
    Optional<OAuthClient> client(String clientId) {
        Optional<OAuthClient> builtIn = OAuthClient.builtIn(clientId, issuer());
        return builtIn.isPresent() ? builtIn : Optional.ofNullable(WaitingClient.await(shown(clientId)));
    }

    private Mono<OAuthClient> shown(String clientId) {
        return clients.byClientId(clientId).filterWhen(this::isUsable).map(this::client);
    }

    /** A client ends with its owner. */
    private Mono<Boolean> isUsable(OAuthClientRow row) {
        return row.state().equals("active")
                ? accounts.find(row.account()).map(AccountRow::isActive).defaultIfEmpty(false)
                : Mono.just(false);
    }

    private Mono<RegisteredClient> stored(String key) {
        long number = WireId.parse(key).orElse(0);
        return key.startsWith("1oc")
                ? clients.find(number)
                        .filterWhen(this::isUsable)
                        .map(this::client)
                        .map(this::registered)
                : credentials.find(number).flatMap(this::usable);
    }

    private Mono<RegisteredClient> key(String clientId) {
        return credentials.byPublicValue(clientId).flatMap(this::usable);
    }

    private Mono<RegisteredClient> usable(CredentialRow row) {
        String hash = row.secretHash();
        boolean isClient =
                row.kind() == CredentialKind.API_KEY && row.isActive() && hash != null && SecretHash.isOne(hash);
        return isClient
                ? accounts.find(row.account()).filter(AccountRow::isActive).map(account -> registered(row, account))
                : Mono.empty();
    }

    private OAuthClient client(OAuthClientRow row) {
        return new OAuthClient(
                row.publicId(),
                row.clientId(),
                Kind.REGISTERED,
                row.name(),
                row.account(),
                row.secret() == null ? List.of() : row.secret().countingAt(clock.instant()),
                row.redirectUris(),
                Set.copyOf(row.scopes()));
    }

    private RegisteredClient registered(OAuthClient client) {
        RegisteredClient.Builder builder = RegisteredClient.withId(client.key())
                .clientId(client.clientId())
                .clientName(client.name())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUris(all -> all.addAll(client.redirectUris()))
                .scopes(all -> all.addAll(client.scopes()))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(true)
                        .build())
                .tokenSettings(lives.settings());
        return client.isPublic()
                ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .build()
                : withSecret(builder, ClientSecrets.stored(client.secretHashes()))
                        .build();
    }

    private RegisteredClient registered(CredentialRow key, AccountRow account) {
        boolean seesAll = List.of(AccountKind.ADMIN, AccountKind.SERVICE).contains(account.kind());
        return withSecret(
                        RegisteredClient.withId(WireId.format("c", key.id()))
                                .clientId(key.publicValue())
                                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                                .clientSettings(ClientSettings.builder()
                                        .setting(SEES_ALL, seesAll)
                                        .build())
                                .tokenSettings(lives.settings()),
                        key.secretHash())
                .build();
    }

    private static RegisteredClient.Builder withSecret(RegisteredClient.Builder builder, @Nullable String hash) {
        return builder.clientSecret(hash)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    private static String issuer() {
        return AuthorizationServerContextHolder.getContext().getIssuer();
    }
}
