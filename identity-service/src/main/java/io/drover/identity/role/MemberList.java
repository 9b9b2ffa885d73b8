package io.drover.identity.role;

import io.drover.model.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The decision behind {@code setmembers}: which member rows go and which come (spec: identity sheet, 3.2). A row is
 * recognised by external id, its type and its role, custom or not, so a change of role is one removal and one addition.
 */
public final class MemberList {
    private MemberList() {}

    /**
     * One member.
     *
     * @param externalIdType {@code rancher_id} for accounts of this installation
     * @param externalId number of the account for {@code rancher_id}
     * @param role of a custom role the one it is based on
     * @param customRole number of the custom role; 0: none
     */
    public record Member(String externalIdType, String externalId, Role role, long customRole) {
        public Member(String externalIdType, String externalId, Role role) {
            this(externalIdType, externalId, role, 0);
        }

        /** The same member as its directory spells it. */
        public Member spelled(String type, String id) {
            return new Member(type, id, role, customRole);
        }
    }

    public sealed interface Change {
        /** Rows to remove and to add; both may be empty. */
        record Accepted(List<Member> remove, List<Member> add) implements Change {
            public Accepted {
                remove = List.copyOf(remove);
                add = List.copyOf(add);
            }
        }

        /** @param reason a sentence for the caller, field {@code members} */
        record Refused(String reason) implements Change {}
    }

    /**
     * @param present rows there are
     * @param wanted the complete new list
     * @param giver what who gives the list is to the environment; others than owners give nobody more than they are
     */
    public static Change decide(List<Member> present, List<Member> wanted, Role giver) {
        Set<Member> before = new HashSet<>(present);
        Set<Member> after = new HashSet<>(wanted);
        if (owners(after).isEmpty()) {
            return new Change.Refused("Members list does not have an owner: give at least one member the role 'owner'");
        }
        if (giver != Role.OWNER && !owners(before).equals(owners(after))) {
            return new Change.Refused("Cannot change project owners: only an owner may add or remove owners");
        }
        List<Member> added = missing(wanted, before);
        return added.stream()
                .map(Member::role)
                .filter(role -> !RoleResolution.isAtLeast(giver, role))
                .findFirst()
                .<Change>map(role -> new Change.Refused("'" + role.wire() + "' is more than '" + giver.wire()
                        + "', so you cannot make somebody that: an owner can"))
                .orElseGet(() -> new Change.Accepted(missing(present, after), added));
    }

    private static List<Member> missing(List<Member> from, Set<Member> in) {
        var missing = new ArrayList<Member>();
        for (Member member : from) {
            if (!in.contains(member) && !missing.contains(member)) {
                missing.add(member);
            }
        }
        return missing;
    }

    private static Set<Member> owners(Set<Member> members) {
        var owners = new HashSet<Member>();
        for (Member member : members) {
            if (member.role() == Role.OWNER) {
                owners.add(member);
            }
        }
        return owners;
    }
}
