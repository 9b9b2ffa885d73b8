package io.drover.identity.store;

import io.drover.model.WireId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that somebody registered. State is {@code active}, {@code inactive} or {@code removed}.
 *
 * @param account its owner
 * @param secret null: public
 * @param scopes what every token of it is narrowed to
 */
public record OAuthClientRow(
        long id,
        String uuid,
        long account,
        String clientId,
        String name,
        @Nullable String description,
        String state,
        @Nullable Secret secret,
        List<String> redirectUris,
        List<String> scopes,
        Instant created,
        @Nullable Instant removed) {
    public OAuthClientRow {
        redirectUris = List.copyOf(redirectUris);
        scopes = List.copyOf(scopes);
    }

    public String publicId() {
        return WireId.format("oc", id);
    }

    @Override
    public String toString() {
        return "OAuthClientRow[" + id + ", " + state + "]";
    }

    /**
     * What is known of a confidential client's secret.
     *
     * @param previous of the one before, which counts until {@code previousUntil}; null: there was none, or it ended at once
     */
    public record Secret(
            String hash,
            @Nullable String previous,
            @Nullable Instant previousUntil) {
        /** Hashes of the secrets that count. */
        public List<String> countingAt(Instant now) {
            return previous != null && previousEnd(now) != null ? List.of(hash, previous) : List.of(hash);
        }

        /** Null: only the present one counts. */
        public @Nullable Instant previousEnd(Instant now) {
            return previousUntil != null && previousUntil.isAfter(now) ? previousUntil : null;
        }

        @Override
        public String toString() {
            return "Secret[]";
        }
    }

    /** What its owner chooses, now and later. */
    public record Spec(String name, @Nullable String description, List<String> redirectUris, List<String> scopes) {
        public Spec {
            redirectUris = List.copyOf(redirectUris);
            scopes = List.copyOf(scopes);
        }
    }

    /** What a new one is made of. */
    public record New(
            String uuid,
            long account,
            String clientId,
            @Nullable String secretHash,
            Spec spec) {
        @Override
        public String toString() {
            return "New[" + account + "]";
        }
    }
}
