package io.drover.api.security;

import io.drover.model.Role;
import java.util.Set;

/**
 * The policy row of a route that is not the resource API's own, declared as a bean. A route under {@code /v2-beta} without a
 * row is not reachable: the resource API answers there.
 *
 * @param method e.g. {@code GET}
 * @param pattern Spring path pattern, e.g. {@code /v2-beta/subscribe}
 * @param roles who may call it
 * @param isOpen everybody may call it, also without a token; one that is shown must still be valid
 */
public record RoutePolicy(String method, String pattern, Set<Role> roles, boolean isOpen) {
    public RoutePolicy {
        roles = Set.copyOf(roles);
        if (roles.isEmpty() && !isOpen) {
            throw new IllegalArgumentException(
                    "the route " + method + " " + pattern + " names no role that may call it");
        }
    }

    public RoutePolicy(String method, String pattern, Set<Role> roles) {
        this(method, pattern, roles, false);
    }

    /** For signing in and the like, where the route itself decides what it tells a stranger. */
    public static RoutePolicy open(String method, String pattern) {
        return new RoutePolicy(method, pattern, Set.of(), true);
    }
}
