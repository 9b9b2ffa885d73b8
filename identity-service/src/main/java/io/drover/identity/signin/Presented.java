package io.drover.identity.signin;

import io.drover.identity.secret.RegistrationToken;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A credential as a request shows it (spec: API contract, 10). Texts of variants that hold secrets are never printed. */
public sealed interface Presented {

    /** HTTP Basic with a key or a person's name. */
    record Basic(String user, String secret) implements Presented {
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /**
     * A session token.
     *
     * @param environment the environment it chooses ({@code x-api-bearer=1a5}), or null
     */
    record Bearer(String token, @Nullable String environment) implements Presented {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /** A host that wants to register. */
    record Registration(RegistrationToken token) implements Presented {}

    /** Nothing, or nothing that can be read. */
    record Nothing(String reason) implements Presented {}

    String REGISTRATION_USER = "registrationtoken";
    String BEARER_USER = "x-api-bearer";

    /**
     * Reads what the gateway passed on.
     *
     * @param scheme {@code basic}, {@code bearer} or {@code none}
     * @param user of Basic
     * @param secret password of Basic, or the bearer token
     */
    static Presented read(String scheme, @Nullable String user, @Nullable String secret) {
        String shown = secret == null ? "" : secret;
        return switch (scheme) {
            case "basic" -> basic(user == null ? "" : user, shown);
            case "bearer" -> shown.isEmpty() ? new Nothing("the bearer token is empty") : new Bearer(shown, null);
            default -> new Nothing("sign in: send an API key by HTTP Basic, or a token as 'Authorization: Bearer'");
        };
    }

    private static Presented basic(String user, String secret) {
        if (user.isEmpty() || secret.isEmpty()) {
            return new Nothing("HTTP Basic needs both an access key and a secret key");
        }
        String lower = user.toLowerCase(Locale.ROOT);
        if (lower.equals(REGISTRATION_USER)) {
            Optional<RegistrationToken> token = RegistrationToken.parse(secret);
            return token.isPresent()
                    ? new Registration(token.get())
                    : new Nothing("the registration token is not complete: copy the whole command again");
        }
        if (lower.equals(BEARER_USER)) {
            return new Bearer(secret, null);
        }
        if (lower.startsWith(BEARER_USER + "=")) {
            return new Bearer(secret, user.substring(BEARER_USER.length() + 1));
        }
        return new Basic(user, secret);
    }
}
