package io.drover.identity.api;

import io.drover.api.security.Caller;
import io.drover.identity.store.CredentialRow;
import io.drover.identity.store.OAuthGrantRow;
import io.drover.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whose credentials a caller reaches: inside an environment that environment's, outside their own, and an administrator outside
 * everybody's. Pure.
 */
final class CredentialAccess {
    private CredentialAccess() {}

    /** Number of the account whose credentials are listed; null: all. */
    static @Nullable Long scope(Caller caller) {
        long environment = Wire.environment(caller);
        if (environment != 0) {
            return environment;
        }
        return caller.role() == Role.ADMIN
                ? null
                : Long.valueOf(caller.account().value());
    }

    /** People reach their own keys also from inside an environment, but not with the token of a client. */
    static boolean reaches(Caller caller, CredentialRow row) {
        Long scope = scope(caller);
        return scope == null
                || row.account() == scope
                || (Wire.kind(caller).isPerson()
                        && !isConfined(caller)
                        && row.account() == caller.account().value());
    }

    /**
     * Whether the caller is in an environment and must not look out of it: with an OAuth2 token, which may be for that environment
     * only. As with an environment's key, what is the person's and not the environment's is not there.
     */
    static boolean isConfined(Caller caller) {
        return caller.environment() != null && OAuthGrantRow.isOne(caller.credential());
    }
}
