package io.drover.identity.token;

import io.drover.api.security.Grant;
import io.drover.api.security.Narrowing;
import io.drover.identity.role.AccountKind;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the internal token says (docs/architecture.md, "Credentials and the internal token").
 *
 * @param environment null outside an environment
 * @param credential public id of the credential it was made from
 * @param agent number of the agent identity, 0 if the caller is none
 * @param narrowing what the credential or a custom role takes away from the role
 * @param roleName what people call the role: the custom role's name, or the role's own
 */
public record TokenClaims(
        AccountId account,
        AccountKind kind,
        String name,
        @Nullable Environment environment,
        Role role,
        String credential,
        long agent,
        Narrowing narrowing,
        String roleName) {

    /** With the whole role. */
    public TokenClaims(
            AccountId account,
            AccountKind kind,
            String name,
            @Nullable Environment environment,
            Role role,
            String credential,
            long agent) {
        this(account, kind, name, environment, role, credential, agent, Narrowing.NONE, role.wire());
    }

    public record Environment(EnvironmentId id, String uuid, String name) {}

    /** The claims beside the registered ones. */
    public Map<String, Object> asMap() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("kind", kind.wire());
        claims.put("name", name);
        claims.put("role", role.wire());
        claims.put("cred", credential);
        if (environment != null) {
            claims.put("env", environment.id().toString());
            claims.put("env_uuid", environment.uuid());
            claims.put("env_name", environment.name());
        }
        if (agent > 0) {
            claims.put("agent", agent);
        }
        if (narrowing.readOnly()) {
            claims.put("read_only", true);
        }
        if (!narrowing.grants().isEmpty()) {
            claims.put("grants", Grant.texts(narrowing.grants()));
            claims.put("role_name", roleName);
        }
        return claims;
    }
}
