package io.drover.identity.api.oauth;

import io.drover.identity.oauth.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;

/**
 * Our scopes take away ({@link TokenScope}), while the protocol's usual ones give. What follows from that:
 *
 * <ol>
 *   <li>A client's own scopes are in each of its tokens, asked for or not.
 *   <li>Consent is to all that was asked or to nothing: leaving a scope out would give more.
 *   <li>Refreshing with fewer scopes is refused for the same reason.
 * </ol>
 */
final class ScopeRules {
    private static final String DECISION = "decision";
    private static final String APPROVE = "approve";
    private static final int LONGEST_STATE = 1024;

    private final RegisteredClientRepository clients;
    private final OAuth2AuthorizationCodeRequestAuthenticationConverter framework =
            new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    ScopeRules(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    /** An authorization request with the client's own scopes. */
    @Nullable
    Authentication asked(HttpServletRequest request) {
        Authentication read = framework.convert(request);
        if (!(read instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked)) {
            return read;
        }
        RegisteredClient client = clients.findByClientId(asked.getClientId());
        if (client == null || client.getScopes().isEmpty()) {
            return asked;
        }
        Set<String> scopes = new TreeSet<>(client.getScopes());
        scopes.addAll(asked.getScopes());
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                asked.getAuthorizationUri(),
                asked.getClientId(),
                (Authentication) asked.getPrincipal(),
                asked.getRedirectUri(),
                asked.getState(),
                scopes,
                asked.getAdditionalParameters());
    }

    /** Runs after the address was found to be registered, so that the client hears of it. */
    static void require(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
        String state = asked.getState();
        String problem = state != null && state.length() > LONGEST_STATE
                ? "state is longer than " + LONGEST_STATE + " characters"
                : null;
        if (problem != null) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, problem, null), asked);
        }
        String refused = refusal(asked.getScopes());
        if (refused != null) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE, refused, null), asked);
        }
    }

    static void require(OAuth2ClientCredentialsAuthenticationContext context) {
        OAuth2ClientCredentialsAuthenticationToken asked = context.getAuthentication();
        String refused = refusal(asked.getScopes());
        if (refused != null) {
            throw invalidScope(refused);
        }
    }

    private static @Nullable String refusal(Collection<String> scopes) {
        return switch (TokenScope.read(scopes)) {
            case TokenScope.Reading.Understood _ -> null;
            case TokenScope.Reading.Refused(String reason) -> reason;
        };
    }

    /** Without an authority the framework takes the answer for a no. */
    static void consented(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        boolean isYes = APPROVE.equals(answer.getAdditionalParameters().get(DECISION))
                && answer.getScopes()
                        .equals(Objects.requireNonNull(context.getAuthorizationRequest())
                                .getScopes());
        context.getAuthorizationConsent().authorities(given -> {
            given.clear();
            if (isYes) {
                given.add(new SimpleGrantedAuthority(APPROVE));
            }
        });
    }

    /** At each new access token. */
    static void unchanged(OAuth2TokenClaimsContext context) {
        OAuth2Authorization grant = context.getAuthorization();
        if (grant != null && !context.getAuthorizedScopes().equals(grant.getAuthorizedScopes())) {
            throw invalidScope("scopes narrow a token here, so fewer of them would allow more: leave 'scope' out");
        }
    }

    private static OAuth2AuthenticationException invalidScope(String reason) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE, reason, null));
    }
}
