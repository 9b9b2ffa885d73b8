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
 */
public record RoutePolicy(String method, String pattern, Set<Role> roles) {
    public RoutePolicy {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "the route " + method + " " + pattern + " names no role that may call it");
        }
    }
}
