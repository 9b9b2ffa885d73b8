package io.drover.gateway.credential;

import org.jspecify.annotations.Nullable;

/** A line of the revocation stream: forget what was made from this. No component set: the stream lives. */
public record Revocation(
        @Nullable String credential,
        @Nullable String account,
        @Nullable String environment) {
    boolean concerns(Session session) {
        return (credential != null && credential.equals(session.credential()))
                || (account != null && account.equals(session.accountId()))
                || (environment != null && environment.equals(session.environment()));
    }

    boolean isHeartbeat() {
        return credential == null && account == null && environment == null;
    }
}
