package io.drover.identity.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.role.RoleResolution.Principal;
import io.drover.identity.role.RoleResolution.Resolution.Granted;
import io.drover.identity.role.RoleResolution.Resolution.Refused;
import io.drover.identity.role.RoleResolution.Target;
import io.drover.model.Role;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RoleResolutionTest {
    private static final Target ACTIVE = new Target(5, "active");
    private static final Target INACTIVE = new Target(5, "inactive");
    private static final Target REMOVED = new Target(5, "removed");

    /** @param expected null: refused */
    record Case(
            String name,
            AccountKind kind,
            long home,
            @Nullable Target target,
            List<Role> roles,
            @Nullable Role expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a person outside is user", AccountKind.USER, 0, null, List.of(), Role.USER),
            new Case("an administrator outside is admin", AccountKind.ADMIN, 0, null, List.of(), Role.ADMIN),
            new Case("a service outside is service", AccountKind.SERVICE, 0, null, List.of(), Role.SERVICE),
            new Case("an environment's key is nothing outside", AccountKind.PROJECT, 5, null, List.of(), null),
            new Case("an agent is nothing outside", AccountKind.AGENT, 5, null, List.of(), null),
            new Case("a registration token is nothing outside", AccountKind.REGISTER, 5, null, List.of(), null),
            new Case("an administrator owns every environment", AccountKind.ADMIN, 0, ACTIVE, List.of(), Role.OWNER),
            new Case(
                    "an administrator stays owner though readonly",
                    AccountKind.ADMIN,
                    0,
                    ACTIVE,
                    List.of(Role.READONLY),
                    Role.OWNER),
            new Case("an administrator enters inactive ones", AccountKind.ADMIN, 0, INACTIVE, List.of(), Role.OWNER),
            new Case("nobody enters a removed one", AccountKind.ADMIN, 0, REMOVED, List.of(), null),
            new Case("a stranger is refused", AccountKind.USER, 0, ACTIVE, List.of(), null),
            new Case("an owner is owner", AccountKind.USER, 0, ACTIVE, List.of(Role.OWNER), Role.OWNER),
            new Case("a member is member", AccountKind.USER, 0, ACTIVE, List.of(Role.MEMBER), Role.MEMBER),
            new Case(
                    "the strongest membership counts",
                    AccountKind.USER,
                    0,
                    ACTIVE,
                    List.of(Role.READONLY, Role.MEMBER, Role.RESTRICTED),
                    Role.MEMBER),
            new Case(
                    "an inactive one is open to its owner",
                    AccountKind.USER,
                    0,
                    INACTIVE,
                    List.of(Role.OWNER),
                    Role.OWNER),
            new Case("and closed to its members", AccountKind.USER, 0, INACTIVE, List.of(Role.MEMBER), null),
            new Case(
                    "not even its owner enters a removed one", AccountKind.USER, 0, REMOVED, List.of(Role.OWNER), null),
            new Case("a membership cannot grant admin", AccountKind.USER, 0, ACTIVE, List.of(Role.ADMIN), null),
            new Case("an environment's key works at home", AccountKind.PROJECT, 5, ACTIVE, List.of(), Role.PROJECT),
            new Case("and nowhere else", AccountKind.PROJECT, 6, ACTIVE, List.of(Role.OWNER), null),
            new Case("and not while it is inactive", AccountKind.PROJECT, 5, INACTIVE, List.of(), null),
            new Case("an agent works at home", AccountKind.AGENT, 5, ACTIVE, List.of(), Role.AGENT),
            new Case(
                    "an agent stays while its environment is inactive",
                    AccountKind.AGENT,
                    5,
                    INACTIVE,
                    List.of(),
                    Role.AGENT),
            new Case(
                    "also when it is removed: it takes away what is in it",
                    AccountKind.AGENT,
                    5,
                    REMOVED,
                    List.of(),
                    Role.AGENT),
            new Case("an agent has no other environment", AccountKind.AGENT, 6, ACTIVE, List.of(Role.OWNER), null),
            new Case(
                    "a registration token registers at home",
                    AccountKind.REGISTER,
                    5,
                    ACTIVE,
                    List.of(),
                    Role.REGISTER),
            new Case("and nowhere else", AccountKind.REGISTER, 6, ACTIVE, List.of(), null));

    @ParameterizedTest
    @FieldSource("CASES")
    void resolves(Case test) {
        var resolution = RoleResolution.resolve(new Principal(7, test.kind, test.home), test.target, test.roles);

        if (test.expected == null) {
            assertThat(resolution).isInstanceOf(Refused.class);
        } else {
            assertThat(resolution).isEqualTo(new Granted(test.expected));
        }
    }

    @Property
    void memberRowsNeverGiveMoreThanTheStrongestOfThem(@ForAll Set<Role> roles) {
        var resolution = RoleResolution.resolve(new Principal(7, AccountKind.USER, 0), ACTIVE, roles);

        if (resolution instanceof Granted(Role role)) {
            assertThat(roles).contains(role);
            assertThat(role).isIn(Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);
        }
    }
}
