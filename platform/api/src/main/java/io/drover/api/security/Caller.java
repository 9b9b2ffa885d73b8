package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request and in which environment, read from the internal token and from nothing else.
 *
 * @param account the account that signed in; an environment's key acts as the environment
 * @param accountKind {@code admin}, {@code user}, {@code project}, {@code agent}, {@code register}, {@code service}
 * @param accountName for audit and response headers
 * @param role what the caller is to the environment
 * @param environment the environment of the request; null for requests outside one
 * @param credential the credential that was shown, for audit
 * @param agent number of the agent identity; 0 if the caller is no agent
 * @param narrowing what the token or a custom role takes away from the role
 * @param roleName what sentences call the role: the custom role's name, or the role's own
 */
public record Caller(
        AccountId account,
        String accountKind,
        String accountName,
        Role role,
        @Nullable Environment environment,
        String credential,
        long agent,
        Narrowing narrowing,
        String roleName) {

    /** With the whole role. */
    public Caller(
            AccountId account,
            String accountKind,
            String accountName,
            Role role,
            @Nullable Environment environment,
            String credential,
            long agent) {
        this(account, accountKind, accountName, role, environment, credential, agent, Narrowing.NONE, role.wire());
    }

    /** The tenant of the request. */
    public record Environment(EnvironmentId id, String uuid, String name) {}

    public Rights rights() {
        return new Rights(role, narrowing);
    }

    /** The same caller with the whole of another role: for looking at what that role sees, never for doing anything. */
    public Caller as(Role other) {
        return new Caller(
                account, accountKind, accountName, other, environment, credential, agent, narrowing, other.wire());
    }

    /** The environment, or 403: this type lives in an environment and the request names none. */
    public Environment requireEnvironment() {
        if (environment == null) {
            throw new ApiException.Forbidden(
                    "this resource belongs to an environment: use /v2-beta/projects/<id>/... or the header X-API-Project-Id");
        }
        return environment;
    }
}
