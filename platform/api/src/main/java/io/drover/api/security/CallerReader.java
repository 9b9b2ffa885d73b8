package io.drover.api.security;

import io.drover.api.ApiException;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import io.drover.model.WireId;
import java.util.List;
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
                claims.get("agent") instanceof Number agent ? agent.longValue() : 0,
                narrowing(claims),
                claims.containsKey("role_name") ? text(claims, "role_name") : role.wire());
    }

    /** A narrowing that cannot be read is a refusal: taken as none it would widen. */
    private static Narrowing narrowing(Map<String, ?> claims) {
        Object readOnly = claims.get("read_only");
        Object grants = claims.get("grants");
        if (readOnly == null && grants == null) {
            return Narrowing.NONE;
        }
        if (readOnly != null && !(readOnly instanceof Boolean)) {
            throw incomplete("read_only");
        }
        return new Narrowing(Boolean.TRUE.equals(readOnly), grants == null ? List.of() : grants(grants));
    }

    private static List<Grant> grants(Object claim) {
        if (!(claim instanceof List<?> texts) || texts.isEmpty()) {
            throw incomplete("grants");
        }
        try {
            return texts.stream().map(text -> Grant.parse(String.valueOf(text))).toList();
        } catch (IllegalArgumentException malformed) {
            throw incomplete("grants");
        }
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
