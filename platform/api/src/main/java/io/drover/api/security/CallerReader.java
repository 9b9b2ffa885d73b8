package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the caller from the verified claims of the internal token (docs: architecture, "Credentials"). */
public final class CallerReader {
    private CallerReader() {}

    /** @throws ApiException.Unauthorized the token says less than it must */
    public static Caller read(Map<String, ?> claims) {
        Role role = Role.of(text(claims, "role")).orElseThrow(() -> incomplete("role"));
        return new Caller(
                new AccountId(number(claims, "sub")),
                text(claims, "kind"),
                claims.containsKey("name") ? text(claims, "name") : "",
                role,
                environment(claims),
                claims.containsKey("cred") ? text(claims, "cred") : "",
                claims.get("agent") instanceof Number agent ? agent.longValue() : 0);
    }

    private static Caller.@Nullable Environment environment(Map<String, ?> claims) {
        return claims.get("env") == null
                ? null
                : new Caller.Environment(
                        new EnvironmentId(number(claims, "env")),
                        text(claims, "env_uuid"),
                        claims.containsKey("env_name") ? text(claims, "env_name") : "");
    }

    private static long number(Map<String, ?> claims, String claim) {
        return WireId.parse(text(claims, claim)).orElseThrow(() -> incomplete(claim));
    }

    private static String text(Map<String, ?> claims, String claim) {
        Object value = claims.get(claim);
        if (value == null) {
            throw incomplete(claim);
        }
        return value.toString();
    }

    private static ApiException incomplete(String claim) {
        return new ApiException.Unauthorized("the internal token's claim '" + claim + "' is missing or malformed");
    }
}
