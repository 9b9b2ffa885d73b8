package io.drover.identity.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The stored form of a secret that is itself at least 128 random bits (API keys, tokens): SHA-256, because every request
 * verifies one and guessing is hopeless anyway. Secrets that people choose go through {@link PasswordHash} instead.
 */
public final class SecretHash {
    private static final String SCHEME = "{sha256}";

    private SecretHash() {}

    /** {@code {sha256}} and 64 hexadecimal digits. */
    public static String of(String secret) {
        return SCHEME + HexFormat.of().formatHex(digest(secret));
    }

    /** Whether a stored text is of this scheme. */
    public static boolean isOne(String stored) {
        return stored.startsWith(SCHEME);
    }

    /** Whether the secret is the one behind the stored text; takes the same time wherever they differ. */
    public static boolean matches(String secret, String stored) {
        return MessageDigest.isEqual(
                of(secret).getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
