package io.drover.identity.store;

import io.drover.model.WireId;
import java.time.Instant;

/**
 * A session: somebody signed in. Only the hash of its key is stored.
 *
 * @param id 0 before it is stored
 * @param isEnrolling its owner has to set up a second factor, and can do nothing else with it
 */
public record AuthTokenRow(
        long id, long account, String provider, Instant created, Instant expires, boolean isEnrolling) {

    /** The name of the session in audit and revocations, e.g. {@code 1at7}. */
    public String publicId() {
        return publicId(id);
    }

    public static String publicId(long id) {
        return WireId.format("at", id);
    }

    /** Whether a public id names a session rather than a key. */
    public static boolean isOne(String credential) {
        return credential.startsWith("1at");
    }
}
