package io.drover.identity.api.oauth;

import io.drover.identity.api.oauth.OAuthGrantHandler.UsedTwice;
import io.drover.identity.oauth.OAuthGrant;
import io.drover.identity.oauth.OAuthGrant.Holder;
import io.drover.identity.oauth.OAuthGrant.Issued;
import io.drover.identity.oauth.OAuthGrant.Tokens;
import io.drover.identity.secret.SecretHash;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.CredentialStore;
import io.drover.identity.store.OAuthGrantStore.By;
import io.drover.model.AccountId;
import io.drover.model.WireId;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/**
 * Spring Authorization Server's memory, in our tables. Secrets are stored as hashes: what is read again holds the one secret that was
 * looked up, and hashes in the place of the others, which are stored as they are.
 */
final class OAuthGrantRepository implements OAuth2AuthorizationService {
    private static final String NUMBER = "drover.number";
    private static final String VERSION = "drover.version";

    private final OAuthGrantHandler grants;
    private final RegisteredClientRepository clients;
    private final CredentialStore credentials;

    OAuthGrantRepository(OAuthGrantHandler grants, RegisteredClientRepository clients, CredentialStore credentials) {
        this.grants = grants;
        this.clients = clients;
        this.credentials = credentials;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        try {
            WaitingClient.await(grants.save(
                    grant(authorization), PublicRequest.clientAddress(), PublicRequest.isAt("/oauth2/revoke")));
        } catch (UsedTwice twice) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        WaitingClient.await(grants.remove(authorization.getId()));
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        OAuthGrant found = WaitingClient.await(grants.byUuid(id));
        return found == null ? null : authorization(found, "");
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        OAuthGrant found = found(SecretHash.of(token), type == null ? "" : type.getValue());
        return found == null ? null : authorization(found, token);
    }

    private @Nullable OAuthGrant found(String hash, String type) {
        return switch (type) {
            case OAuth2ParameterNames.STATE -> WaitingClient.await(grants.find(By.CONSENT, hash));
            case OAuth2ParameterNames.CODE -> WaitingClient.await(grants.find(By.CODE, hash));
            case OAuth2ParameterNames.ACCESS_TOKEN -> WaitingClient.await(grants.find(By.ACCESS, hash));
            case OAuth2ParameterNames.REFRESH_TOKEN ->
                WaitingClient.await(grants.refreshing(hash, PublicRequest.clientAddress()));
            default -> WaitingClient.await(grants.find(By.ACCESS, hash).switchIfEmpty(grants.find(By.REFRESH, hash)));
        };
    }

    private OAuthGrant grant(OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request = authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        Long number = authorization.getAttribute(NUMBER);
        Long version = authorization.getAttribute(VERSION);
        Set<String> scopes = authorization.getAuthorizedScopes();
        return new OAuthGrant(
                authorization.getId(),
                number == null ? 0 : number,
                version == null ? 0 : version,
                holder(authorization, request),
                authorization.getAuthorizationGrantType().getValue(),
                scopes == null ? Set.of() : scopes,
                request == null ? null : request(request),
                tokens(authorization));
    }

    private Holder holder(OAuth2Authorization authorization, @Nullable OAuth2AuthorizationRequest request) {
        String client = authorization.getRegisteredClientId();
        if (request != null) {
            long account = WireId.parse(authorization.getPrincipalName()).orElseThrow();
            return new Holder(account, client, request.getClientId());
        }
        CredentialRow key =
                WaitingClient.await(credentials.find(WireId.parse(client).orElseThrow()));
        if (key == null) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new Holder(key.account(), client, key.publicValue());
    }

    private static OAuthGrant.Request request(OAuth2AuthorizationRequest request) {
        return new OAuthGrant.Request(
                request.getAuthorizationUri(),
                request.getRedirectUri(),
                request.getState(),
                request.getScopes(),
                String.valueOf(request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE)));
    }

    private static Tokens tokens(OAuth2Authorization authorization) {
        String state = authorization.getAttribute(OAuth2ParameterNames.STATE);
        var code = authorization.getToken(OAuth2AuthorizationCode.class);
        return new Tokens(
                state == null ? null : hash(state),
                code == null ? null : issued(code.getToken()),
                code != null && code.isInvalidated(),
                usable(authorization.getToken(OAuth2AccessToken.class)),
                usable(authorization.getToken(OAuth2RefreshToken.class)));
    }

    private static @Nullable Issued usable(OAuth2Authorization.@Nullable Token<? extends OAuth2Token> token) {
        return token == null || token.isInvalidated() ? null : issued(token.getToken());
    }

    private static Issued issued(OAuth2Token token) {
        return new Issued(
                hash(token.getTokenValue()),
                Objects.requireNonNull(token.getIssuedAt()),
                Objects.requireNonNull(token.getExpiresAt()));
    }

    /** A value that was read from the row is a hash already; no secret looks like one. */
    private static String hash(String value) {
        return SecretHash.isOne(value) ? value : SecretHash.of(value);
    }

    /** @param shown the secret the grant was found by */
    private @Nullable OAuth2Authorization authorization(OAuthGrant grant, String shown) {
        RegisteredClient client = clients.findById(grant.holder().client());
        if (client == null) {
            return null;
        }
        String account = new AccountId(grant.holder().account()).toString();
        OAuth2Authorization.Builder builder = OAuth2Authorization.withRegisteredClient(client)
                .id(grant.uuid())
                .principalName(account)
                .authorizationGrantType(new AuthorizationGrantType(grant.grantType()))
                .authorizedScopes(grant.scopes())
                .attribute(NUMBER, grant.number())
                .attribute(VERSION, grant.version())
                .attribute(Principal.class.getName(), principal(account));
        OAuthGrant.Request request = grant.request();
        if (request != null) {
            builder.attribute(OAuth2AuthorizationRequest.class.getName(), request(request, grant.holder()));
        }
        withTokens(builder, grant, shown);
        return builder.build();
    }

    private static Authentication principal(String account) {
        return new SignedInPerson(account);
    }

    private static OAuth2AuthorizationRequest request(OAuthGrant.Request request, Holder holder) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(request.address())
                .clientId(holder.clientId())
                .redirectUri(request.redirectUri())
                .state(request.state())
                .scopes(request.scopes())
                .additionalParameters(Map.of(
                        PkceParameterNames.CODE_CHALLENGE,
                        request.challenge(),
                        PkceParameterNames.CODE_CHALLENGE_METHOD,
                        "S256"))
                .build();
    }

    private static void withTokens(OAuth2Authorization.Builder builder, OAuthGrant grant, String shown) {
        Tokens tokens = grant.tokens();
        String hash = shown.isEmpty() ? "" : SecretHash.of(shown);
        if (tokens.consent() != null) {
            builder.attribute(OAuth2ParameterNames.STATE, tokens.consent());
        }
        Issued code = tokens.code();
        if (code != null) {
            builder.token(
                    new OAuth2AuthorizationCode(value(code, hash, shown), code.at(), code.expires()),
                    metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, tokens.codeEnded()));
        }
        Issued access = tokens.access();
        if (access != null) {
            builder.token(
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER,
                            value(access, hash, shown),
                            access.at(),
                            access.expires(),
                            grant.scopes()),
                    metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims(grant)));
        }
        Issued refresh = tokens.refresh();
        if (refresh != null) {
            builder.token(new OAuth2RefreshToken(value(refresh, hash, shown), refresh.at(), refresh.expires()));
        }
    }

    private static String value(Issued issued, String hash, String shown) {
        return issued.hash().equals(hash) ? shown : issued.hash();
    }

    /** What introspection says: the token is for this server's API and nobody else's. */
    private static Map<String, Object> claims(OAuthGrant grant) {
        String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", List.of(issuer));
        claims.put("sub", new AccountId(grant.holder().account()).toString());
        if (!grant.scopes().isEmpty()) {
            claims.put("scope", List.copyOf(grant.scopes()));
        }
        return claims;
    }
}
