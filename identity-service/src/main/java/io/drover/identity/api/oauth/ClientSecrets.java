package io.drover.identity.api.oauth;

import io.drover.identity.secret.SecretHash;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares what a client shows. Secrets of clients are random, so a fast hash is what is stored of them; the library knows one
 * text per client, which for one whose secret was replaced holds both that count.
 */
final class ClientSecrets implements PasswordEncoder {
    private static final String BETWEEN = " ";

    /** What the library is to keep, and shows to {@link #matches}. */
    static String stored(List<String> hashes) {
        return String.join(BETWEEN, hashes);
    }

    /** The library only compares. */
    @Override
    public String encode(@Nullable CharSequence secret) {
        throw new UnsupportedOperationException("secrets of clients are made by their resource type");
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
        return secret != null
                && stored != null
                && Stream.of(stored.split(BETWEEN)).anyMatch(hash -> SecretHash.matches(secret.toString(), hash));
    }
}
