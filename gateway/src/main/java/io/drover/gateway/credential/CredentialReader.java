package io.drover.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential of a request (spec: identity sheet, 1.5 and 1.6): first the {@code Authorization} header, because who
 * sends one means it; then the cookie {@code token}; then the query parameter {@code token}. Basic user {@code X-API-BEARER}
 * carries a token as its password, and {@code X-API-BEARER=<project>} names the environment too.
 */
public final class CredentialReader {
    private static final String TOKEN_USER = "x-api-bearer";

    private CredentialReader() {}

    /**
     * @param authorization the header, or null
     * @param cookie the value of the cookie {@code token}, or null
     * @param parameter the value of the query parameter {@code token}, or null
     */
    public static Credential read(@Nullable String authorization, @Nullable String cookie, @Nullable String parameter) {
        if (authorization != null && !authorization.isBlank()) {
            return header(authorization.strip());
        }
        if (cookie != null && !cookie.isBlank()) {
            return Credential.bearer(unquoted(cookie), null);
        }
        return parameter == null || parameter.isBlank() ? Credential.NONE : Credential.bearer(parameter, null);
    }

    private static Credential header(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = (space < 0 ? authorization : authorization.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> rest.isEmpty() ? Credential.NONE : Credential.bearer(rest, null);
            case "basic" -> decoded(rest).map(CredentialReader::basic).orElse(Credential.NONE);
            default -> Credential.NONE;
        };
    }

    private static Credential basic(String pair) {
        int colon = pair.indexOf(':');
        String user = colon < 0 ? pair : pair.substring(0, colon);
        String secret = colon < 0 ? "" : pair.substring(colon + 1);
        if (user.isEmpty() && secret.isEmpty()) {
            return Credential.NONE;
        }
        String lower = user.toLowerCase(Locale.ROOT);
        if (lower.equals(TOKEN_USER)) {
            return Credential.bearer(secret, null);
        }
        if (lower.startsWith(TOKEN_USER + "=")) {
            return Credential.bearer(secret, user.substring(TOKEN_USER.length() + 1));
        }
        return new Credential("basic", user, secret, null);
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String unquoted(String cookie) {
        boolean isQuoted = cookie.length() > 1 && cookie.startsWith("\"") && cookie.endsWith("\"");
        return isQuoted ? cookie.substring(1, cookie.length() - 1) : cookie;
    }
}
