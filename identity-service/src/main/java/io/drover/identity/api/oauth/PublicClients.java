package io.drover.identity.api.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Public clients where they show a token instead of a code: refreshing and revoking. They have nothing to prove themselves with; the
 * token is the proof, it works once, and showing it again ends the grant. With codes the framework's own provider asks for the
 * verifier of PKCE.
 */
final class PublicClients implements AuthenticationConverter, AuthenticationProvider {
    private static final String REVOKE = "/oauth2/revoke";

    private final RegisteredClientRepository clients;

    PublicClients(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    /** Null: the request is not of that kind. */
    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] ids = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        boolean showsToken = request.getRequestURI().equals(REVOKE)
                || AuthorizationGrantType.REFRESH_TOKEN
                        .getValue()
                        .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
        boolean showsSecret = request.getHeader("Authorization") != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null;
        return showsToken && !showsSecret && ids != null && ids.length == 1
                ? new OAuth2ClientAuthenticationToken(ids[0], ClientAuthenticationMethod.NONE, null, Map.of())
                : null;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var shown = (OAuth2ClientAuthenticationToken) authentication;
        if (!ClientAuthenticationMethod.NONE.equals(shown.getClientAuthenticationMethod())
                || !shown.getAdditionalParameters().isEmpty()) {
            return null;
        }
        RegisteredClient client = clients.findByClientId(String.valueOf(shown.getPrincipal()));
        if (client == null || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
