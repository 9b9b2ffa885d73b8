package io.drover.api.security;

import io.drover.api.schema.Verb;
import io.drover.model.Role;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policy row of a route that is not the resource API's own, declared as a bean. A route under {@code /v2-beta} without a
 * row is not reachable: the resource API answers there.
 *
 * @param method e.g. {@code GET}
 * @param pattern Spring path pattern, e.g. {@code /v2-beta/subscribe}
 * @param roles who may call it
 * @param isOpen everybody may call it, also without a token; one that is shown must still be valid
 * @param shows the type whose resources it shows, which a caller with a custom role must be allowed to read everywhere; null:
 *     the route looks at the rights itself, or shows nothing of an environment
 */
public record RoutePolicy(
        String method,
        String pattern,
        Set<Role> roles,
        boolean isOpen,
        @Nullable String shows) {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    public RoutePolicy {
        roles = Set.copyOf(roles);
        if (roles.isEmpty() && !isOpen) {
            throw new IllegalArgumentException(
                    "the route " + method + " " + pattern + " names no role that may call it");
        }
    }

    public RoutePolicy(String method, String pattern, Set<Role> roles) {
        this(method, pattern, roles, false, null);
    }

    /** The same row, for a route that shows resources of that type. */
    public RoutePolicy showing(String type) {
        return new RoutePolicy(method, pattern, roles, isOpen, type);
    }

    /** Why the caller may not call it; empty: it may. An open route asks nobody. */
    Optional<String> refusal(Caller caller) {
        if (!roles.contains(caller.role())) {
            return Optional.of("the role '" + caller.roleName() + "' may not call " + method + " " + pattern);
        }
        Narrowing narrowing = caller.narrowing();
        if (narrowing.readOnly() && !READING.contains(method)) {
            return Optional.of("this token is read-only: it may not call " + method + " " + pattern);
        }
        boolean isShown = shows == null
                || narrowing.grants().isEmpty()
                || narrowing.grants().stream().anyMatch(grant -> grant.isEverywhere() && grant.names(shows, Verb.READ));
        return isShown
                ? Optional.empty()
                : Optional.of("the role '" + caller.roleName() + "' may not read every '" + shows + "'");
    }

    /** For signing in and the like, where the route itself decides what it tells a stranger. */
    public static RoutePolicy open(String method, String pattern) {
        return new RoutePolicy(method, pattern, Set.of(), true, null);
    }
}
