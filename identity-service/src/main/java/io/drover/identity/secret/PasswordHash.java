package io.drover.identity.secret;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * The stored form of a secret that a person chose: Argon2id with 19 MiB, two passes and one lane (spec: pains, failures and
 * security, section 4). Slow on purpose: callers run it in the bounded password pool, never on an event loop.
 */
public final class PasswordHash {
    /** Shortest password that is accepted for a new one, characters. */
    public static final int MIN_LENGTH = 8;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final String decoy = of("nobody has this password");

    /** A salted hash, in the usual {@code $argon2id$...} form, at most 120 characters. */
    public String of(String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("the password encoder gave nothing");
        }
        return hash;
    }

    public boolean matches(String password, String stored) {
        return encoder.matches(password, stored);
    }

    /** Takes as long as {@link #matches} and is always false, so that time does not tell which accounts exist. */
    public boolean matchesNobody(String password) {
        return matches(password, decoy) && false;
    }
}
