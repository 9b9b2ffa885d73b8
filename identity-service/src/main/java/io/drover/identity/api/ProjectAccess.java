package io.drover.identity.api;

import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.identity.role.AccountKind;
import io.drover.identity.role.Membership;
import io.drover.identity.role.RoleResolution;
import io.drover.identity.store.ProjectRow;
import io.drover.model.Role;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is to an environment that is looked at as a resource, whichever environment the request itself is in. Wider
 * than entering it: who owned a removed environment still sees that it is gone. Pure.
 */
final class ProjectAccess {
    private ProjectAccess() {}

    /** @return null: the caller does not get to know that it exists */
    static @Nullable Membership standing(Caller caller, ProjectRow project, Collection<Membership> memberships) {
        if (CredentialAccess.isConfined(caller)) {
            return Wire.environment(caller) == project.id()
                    ? new Membership(
                            caller.role(),
                            caller.narrowing().grants(),
                            caller.role().wire())
                    : null;
        }
        return switch (Wire.kind(caller)) {
            case ADMIN -> Membership.whole(Role.OWNER);
            case USER -> member(project, memberships);
            case PROJECT -> caller.account().value() == project.id() ? Membership.whole(Role.PROJECT) : null;
            case SERVICE -> Membership.whole(Role.SERVICE);
            case AGENT, REGISTER -> null;
        };
    }

    /** Whether what all stacks of the environment are together is something they may know: every whole role reads them. */
    static boolean seesStacks(@Nullable Membership standing) {
        return standing != null
                && (standing.isWhole()
                        || standing.grants().stream()
                                .anyMatch(grant -> grant.isEverywhere() && grant.names("stack", Verb.READ)));
    }

    /** Whether a custom role shows who else is a member; every whole one does. */
    static boolean seesMembers(Membership standing) {
        return standing.isWhole()
                || standing.grants().stream()
                        .anyMatch(grant -> grant.isEverywhere() && grant.names("projectMember", Verb.READ));
    }

    /** Whether the caller is a person, who can have environments of their own, and is not confined to one. */
    static boolean isPerson(Caller caller) {
        AccountKind kind = Wire.kind(caller);
        return kind.isPerson() && !CredentialAccess.isConfined(caller);
    }

    private static @Nullable Membership member(ProjectRow project, Collection<Membership> memberships) {
        Role role = RoleResolution.strongest(
                memberships.stream().map(Membership::role).toList());
        return role != null && (project.account().isActive() || role == Role.OWNER)
                ? Membership.together(role, memberships)
                : null;
    }
}
