package io.drover.identity.api.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** A client that could not prove who it is: recorded, and told the error's code and nothing more (RFC 6749, 5.2). */
final class ClientRefusalHandler implements AuthenticationFailureHandler {
    private static final String BASIC = "Basic ";

    private final OAuthRecordHandler records;

    ClientRefusalHandler(OAuthRecordHandler records) {
        this.records = records;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        SecurityContextHolder.clearContext();
        String code = failure instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_CLIENT;
        boolean isUnknown = code.equals(OAuth2ErrorCodes.INVALID_CLIENT);
        String authorization = request.getHeader("Authorization");
        if (isUnknown) {
            WaitingClient.await(
                    records.clientRefused(clientId(request, authorization), PublicRequest.clientAddress(request)));
        }
        if (isUnknown && authorization != null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Drover\"");
        }
        response.setStatus(isUnknown ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write("{\"error\":\"" + code + "\"}");
    }

    private static String clientId(HttpServletRequest request, @Nullable String authorization) {
        if (authorization != null && authorization.startsWith(BASIC)) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(authorization.substring(BASIC.length()).strip());
                return new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
            } catch (IllegalArgumentException malformed) {
                return "";
            }
        }
        String id = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
        return id == null ? "" : id;
    }
}
