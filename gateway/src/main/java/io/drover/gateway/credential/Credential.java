package io.drover.gateway.credential;

import org.jspecify.annotations.Nullable;

/**
 * What a client shows. Its text is never printed.
 *
 * @param scheme {@code basic}, {@code bearer} or {@code none}, as identity-service knows them
 * @param environment the environment the credential itself names ({@code X-API-BEARER=1a5}), or null
 */
public record Credential(
        String scheme,
        @Nullable String user,
        @Nullable String secret,
        @Nullable String environment) {
    public static final Credential NONE = new Credential("none", null, null, null);

    static Credential bearer(String token, @Nullable String environment) {
        return new Credential("bearer", null, token, environment);
    }

    public boolean isNone() {
        return scheme.equals("none");
    }

    @Override
    public String toString() {
        return "Credential[" + scheme + "]";
    }
}
