package io.drover.identity.store;

import io.drover.model.WireId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grant as its owner sees it.
 *
 * @param clientName the registered client's or the key's; null: a built-in client, or a key without a name
 * @param accessExpires when its present access token ends; null: it has none
 */
public record OAuthGrantRow(
        long id,
        String uuid,
        long account,
        String clientId,
        @Nullable String clientName,
        String grantType,
        List<String> scopes,
        Instant created,
        Instant expires,
        @Nullable Instant lastUsed,
        @Nullable Instant accessExpires) {
    private static final String PREFIX = "ot";

    public OAuthGrantRow {
        scopes = List.copyOf(scopes);
    }

    /** The name of the grant in audit and revocations, e.g. {@code 1ot7}. */
    public String publicId() {
        return publicId(id);
    }

    public static String publicId(long id) {
        return WireId.format(PREFIX, id);
    }

    /** Whether a public id names a grant rather than a key or a session. */
    public static boolean isOne(String credential) {
        return credential.startsWith("1" + PREFIX);
    }
}
