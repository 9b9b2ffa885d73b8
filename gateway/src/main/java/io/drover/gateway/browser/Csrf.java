package io.drover.gateway.browser;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Protection against requests that a page of somebody else makes in a browser's name (spec: api contract, section 10). Browsers,
 * which call themselves Mozilla, get a cookie {@code CSRF} of ten hexadecimal digits with every answer; whatever is not a GET
 * must repeat it in the header {@code X-API-CSRF} or the query parameter {@code CSRF}: only pages of this server can read it.
 *
 * <p>Who shows no credential has nothing that others could make use of, and may sign in without the cookie.
 *
 * @param token of the cookie, the client's own or a new one
 * @param isNew the client did not have one
 */
public record Csrf(String token, boolean isNew) {
    public static final String COOKIE = "CSRF";
    public static final String HEADER = "X-API-CSRF";
    private static final int BYTES = 5;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{10}");

    /** @return null: the client is no browser */
    public static @Nullable Csrf read(@Nullable String userAgent, @Nullable String cookie, RandomGenerator random) {
        if (!isBrowser(userAgent)) {
            return null;
        }
        if (cookie != null && TOKEN.matcher(cookie).matches()) {
            return new Csrf(cookie, false);
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Csrf(HexFormat.of().formatHex(bytes), true);
    }

    static boolean isBrowser(@Nullable String userAgent) {
        return userAgent != null && userAgent.toLowerCase(Locale.ROOT).contains("mozilla");
    }

    /**
     * @param method {@code _method} honoured
     * @param header value of {@link #HEADER}, or null
     * @param parameter value of the query parameter, or null
     * @param showsCredential the request has one
     */
    public boolean allows(String method, @Nullable String header, @Nullable String parameter, boolean showsCredential) {
        boolean isReading = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        if (isReading) {
            return true;
        }
        if (isNew) {
            return !showsCredential;
        }
        return token.equals(header) || token.equals(parameter);
    }

    /** As it is sent; scripts of this server's pages must be able to read it. */
    public String cookie(boolean isTls) {
        return COOKIE + "=" + token + "; Path=/; SameSite=Lax" + (isTls ? "; Secure" : "");
    }
}
