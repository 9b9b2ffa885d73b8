package io.drover.identity.api.internal;

import io.drover.identity.oauth.TokenScope;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.RoleResolution.Principal;
import io.drover.identity.store.AccountRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified credential.
 *
 * @param account the account it acts as
 * @param kind what the caller is; differs from the account's for registration tokens
 * @param home the only environment of agents, registration tokens and environment keys; 0 for people
 * @param credential public id of the key or session
 * @param agent number of the agent identity, or 0
 * @param environment the environment the credential itself chose, or null
 * @param isEnrolling a session whose owner has to set up a second factor, and can do nothing else with it
 * @param scope what the credential narrows its account to
 * @param until when the credential ends; null: not by itself
 */
public record Authenticated(
        AccountRow account,
        AccountKind kind,
        long home,
        String credential,
        long agent,
        @Nullable String environment,
        boolean isEnrolling,
        TokenScope scope,
        @Nullable Instant until) {

    /** Everything that its account may do. */
    public Authenticated(
            AccountRow account,
            AccountKind kind,
            long home,
            String credential,
            long agent,
            @Nullable String environment) {
        this(account, kind, home, credential, agent, environment, false, TokenScope.WHOLE, null);
    }

    Principal principal() {
        return new Principal(account.id(), kind, home);
    }
}
