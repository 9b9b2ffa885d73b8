package io.drover.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret the suite's services show each other. Comparing takes the same time whatever differs. */
final class InternalSecret {
    private static final int SHORTEST = 16;
    private final byte[] secret;

    /** @throws IllegalArgumentException too short to be one */
    InternalSecret(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "drover.internal.secret has fewer than " + SHORTEST + " characters: set a long random text");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    boolean matches(@Nullable String shown) {
        return shown != null && MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8));
    }
}
