package io.drover.gateway.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What identity-service answers for a credential (docs: architecture, "Internal endpoints").
 *
 * @param token the internal token
 * @param accountId public id of the account that signed in
 * @param environment public id of the request's environment, or null
 * @param role wire name of the caller's role
 * @param credential public id of what the token was made from
 */
public record Session(
        String token,
        Instant expiresAt,
        String accountId,
        String accountKind,
        @Nullable String accountName,
        @Nullable String environment,
        String role,
        @Nullable String credential) {
    /** Value of the header {@code Authorization} for services. */
    public String bearer() {
        return "Bearer " + token;
    }

    @Override
    public String toString() {
        return "Session[" + accountId + ", " + role + ", " + environment + "]";
    }
}
