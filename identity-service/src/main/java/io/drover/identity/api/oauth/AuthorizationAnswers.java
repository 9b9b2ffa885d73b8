package io.drover.identity.api.oauth;

import io.drover.identity.oauth.OAuthPages;
import io.drover.identity.oauth.RedirectUri;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Answers of the authorization endpoint, as the framework's own but for two things: they say who answers ({@code iss}, RFC 9207), and
 * an error goes nowhere but to an address that the client registered. The framework looks at some mistakes before it looks at
 * the address; without the second look the error path would be an open redirect.
 */
final class AuthorizationAnswers {
    private static final String ISSUER = "iss";
    private static final int BAD_REQUEST = 400;

    private final RegisteredClientRepository clients;

    AuthorizationAnswers(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    void granted(HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        var answer = (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put(
                OAuth2ParameterNames.CODE,
                Objects.requireNonNull(answer.getAuthorizationCode()).getTokenValue());
        parameters.put(OAuth2ParameterNames.STATE, answer.getState());
        Pages.redirect(response, address(Objects.requireNonNull(answer.getRedirectUri()), parameters));
    }

    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2Error error = failure instanceof OAuth2AuthenticationException known
                ? known.getError()
                : new OAuth2Error("server_error");
        var asked = failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused
                ? refused.getAuthorizationCodeRequestAuthentication()
                : null;
        String redirectUri = asked == null ? null : asked.getRedirectUri();
        if (asked == null || redirectUri == null || !isRegistered(asked.getClientId(), redirectUri)) {
            Pages.write(response, BAD_REQUEST, OAuthPages.problem(sentence(error)), "");
            return;
        }
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put(OAuth2ParameterNames.ERROR, error.getErrorCode());
        parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, error.getDescription());
        parameters.put(OAuth2ParameterNames.STATE, asked.getState());
        Pages.redirect(response, address(redirectUri, parameters));
    }

    private boolean isRegistered(String clientId, String redirectUri) {
        RegisteredClient client = clients.findByClientId(clientId);
        return client != null && RedirectUri.isRegistered(client.getRedirectUris(), redirectUri);
    }

    private static String sentence(OAuth2Error error) {
        String detail = error.getDescription() == null ? "" : " (" + error.getDescription() + ")";
        return "The application asked for access in a way that cannot be answered: " + error.getErrorCode() + detail
                + ". Nothing was sent to it; tell its maker.";
    }

    private static String address(String redirectUri, Map<String, @Nullable String> parameters) {
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(redirectUri);
        parameters.put(ISSUER, AuthorizationServerContextHolder.getContext().getIssuer());
        parameters.forEach((name, value) -> {
            if (value != null && !value.isEmpty()) {
                address.queryParam(name, UriUtils.encode(value, StandardCharsets.UTF_8));
            }
        });
        return address.build(true).toUriString();
    }
}
