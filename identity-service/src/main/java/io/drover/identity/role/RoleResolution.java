package io.drover.identity.role;

import io.drover.model.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which role a caller has in the environment of a request (spec: identity sheet, 3.2; API contract, 8).
 *
 * <ol>
 *   <li>An agent or a registration token has its own role and its own environment, and no other. Agents of an inactive
 *       environment stay connected: what runs there keeps running.
 *   <li>An environment's own key has role {@code project} there, and nothing anywhere else.
 *   <li>An administrator is owner of every environment, also of inactive ones.
 *   <li>A person has the strongest of their memberships: owner, member, restricted, readonly. An inactive environment is
 *       open to its owners only.
 *   <li>Without an environment a person is {@code user} or {@code admin}.
 *   <li>Everything else is refused. A removed environment is refused to everybody.
 * </ol>
 */
public final class RoleResolution {
    private static final List<Role> STRONGEST_FIRST = List.of(Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);

    private RoleResolution() {}

    /**
     * Who calls.
     *
     * @param account number of the account
     * @param home the only environment of an agent, registration token or environment key; 0 for people
     */
    public record Principal(long account, AccountKind kind, long home) {}

    /**
     * The environment of the request.
     *
     * @param id number
     * @param state wire state
     */
    public record Target(long id, String state) {}

    /** The answer: a role, or a refusal with its reason. */
    public sealed interface Resolution {
        record Granted(Role role) implements Resolution {}

        /** @param reason a sentence for the caller; never tells whether the environment exists */
        record Refused(String reason) implements Resolution {}
    }

    /**
     * @param target null: the request names no environment, and the principal has no home
     * @param memberships roles of the member rows of the target that match the principal
     */
    public static Resolution resolve(Principal principal, @Nullable Target target, Collection<Role> memberships) {
        if (target == null) {
            return outside(principal.kind());
        }
        boolean home = principal.home() == target.id();
        boolean active = target.state().equals("active");
        return switch (principal.kind()) {
            // Also when it is removed: its agents take away what is in it, and their identities end with the last of
            // it.
            case AGENT -> home ? granted(Role.AGENT) : refused();
            case REGISTER -> home && active ? granted(Role.REGISTER) : refused();
            case PROJECT -> home && active ? granted(Role.PROJECT) : refused();
            case SERVICE -> granted(Role.SERVICE);
            case ADMIN -> exists(target) ? granted(Role.OWNER) : refused();
            case USER -> member(target, active, memberships);
        };
    }

    /** The strongest role among memberships, or null without any. */
    public static @Nullable Role strongest(Collection<Role> memberships) {
        return memberships.stream()
                .filter(STRONGEST_FIRST::contains)
                .min(Comparator.comparingInt(STRONGEST_FIRST::indexOf))
                .orElse(null);
    }

    /** Whether a member's role is as strong as another one, or stronger. */
    static boolean isAtLeast(Role one, Role other) {
        int strength = STRONGEST_FIRST.indexOf(one);
        return strength >= 0 && strength <= STRONGEST_FIRST.indexOf(other);
    }

    private static Resolution member(Target target, boolean active, Collection<Role> memberships) {
        Role role = strongest(memberships);
        if (role == null || !exists(target)) {
            return refused();
        }
        return active || role == Role.OWNER ? granted(role) : refused();
    }

    private static Resolution outside(AccountKind kind) {
        return switch (kind) {
            case ADMIN -> granted(Role.ADMIN);
            case USER -> granted(Role.USER);
            case SERVICE -> granted(Role.SERVICE);
            case PROJECT, AGENT, REGISTER -> refused();
        };
    }

    private static boolean exists(Target target) {
        return target.state().equals("active") || target.state().equals("inactive");
    }

    private static Resolution granted(Role role) {
        return new Resolution.Granted(role);
    }

    private static Resolution refused() {
        return new Resolution.Refused(
                "no access: the environment does not exist, is not active, or this account is not a member of it");
    }
}
