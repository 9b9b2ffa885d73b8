package io.drover.identity.api.oauth;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Introspection (RFC 7662) that tells a client about its own tokens only; another's token is told to be inactive, as one that does not
 * exist. Keys of administrators see all: services that stand before others use them.
 */
final class OwnTokensOnly implements AuthenticationProvider {
    private final AuthenticationProvider framework;

    OwnTokensOnly(AuthenticationProvider framework) {
        this.framework = framework;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        Authentication answer = framework.authenticate(authentication);
        return answer instanceof OAuth2TokenIntrospectionAuthenticationToken told
                        && told.getTokenClaims().isActive()
                        && !maySee(told)
                ? new OAuth2TokenIntrospectionAuthenticationToken(
                        told.getToken(),
                        (Authentication) told.getPrincipal(),
                        OAuth2TokenIntrospection.builder().build())
                : answer;
    }

    private static boolean maySee(OAuth2TokenIntrospectionAuthenticationToken told) {
        RegisteredClient asking = told.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                ? client.getRegisteredClient()
                : null;
        return asking != null
                && (asking.getClientId().equals(told.getTokenClaims().getClientId())
                        || Boolean.TRUE.equals(asking.getClientSettings().getSetting(OAuthClientRepository.SEES_ALL)));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return framework.supports(authentication);
    }
}
