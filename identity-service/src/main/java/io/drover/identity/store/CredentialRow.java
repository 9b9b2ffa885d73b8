package io.drover.identity.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key, a password or a registration token.
 *
 * @param account the account it acts as: a person, an agent, or an environment
 * @param publicValue what is shown to say which credential is meant
 * @param secretHash hash of the secret; null for registration tokens
 * @param secretSealed the encrypted secret of a registration token, which is needed to sign; otherwise null
 */
public record CredentialRow(
        long id,
        String uuid,
        long account,
        CredentialKind kind,
        @Nullable String name,
        @Nullable String description,
        String state,
        String publicValue,
        @Nullable String secretHash,
        @Nullable String secretSealed,
        Instant created,
        @Nullable Instant removed) {

    public boolean isActive() {
        return state.equals("active");
    }

    /** Without secrets of any form: rows end up in messages. */
    @Override
    public String toString() {
        return "CredentialRow[" + id + ", " + kind + ", " + state + "]";
    }

    /** What a new credential is made of. */
    public record New(
            String uuid,
            long account,
            CredentialKind kind,
            @Nullable String name,
            @Nullable String description,
            String publicValue,
            @Nullable String secretHash,
            @Nullable String secretSealed) {
        @Override
        public String toString() {
            return "New[" + kind + " of " + account + "]";
        }
    }
}
