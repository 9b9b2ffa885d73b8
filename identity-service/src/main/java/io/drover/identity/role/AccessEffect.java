package io.drover.identity.role;

import io.drover.identity.role.MemberList.Member;
import io.drover.model.environment.PrivilegePolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * What a change of an environment does to those who are in it, in doubt the worse. Pure.
 *
 * <ol>
 *   <li>{@link #SHRUNK}: somebody may have lost something. Cached tokens are forgotten, and what was opened with them ends.
 *   <li>{@link #STALE}: nobody has, but tokens say what is not so any more: a name, a weaker role. They are made anew.
 *   <li>{@link #NONE}: no token says anything of it.
 * </ol>
 */
public enum AccessEffect {
    NONE,
    STALE,
    SHRUNK;

    /** Of another name or policy. Quotas take nothing from what is there. */
    public static AccessEffect ofFacts(
            String nameBefore, String nameAfter, PrivilegePolicy before, PrivilegePolicy after) {
        if (!permitsAll(after, before)) {
            return SHRUNK;
        }
        return nameBefore.equals(nameAfter) ? NONE : STALE;
    }

    /**
     * Of other members. Whoever gets a part of a role can lose by it, because weaker roles they have besides count no more
     * ({@link Membership#together}); so can a group's members.
     */
    public static AccessEffect ofMembers(List<Member> removed, List<Member> added) {
        boolean isGrowing = added.stream().allMatch(member -> member.customRole() == 0)
                && removed.stream().allMatch(gone -> added.stream().anyMatch(member -> isAtLeast(member, gone)));
        if (!isGrowing) {
            return SHRUNK;
        }
        return added.isEmpty() ? NONE : STALE;
    }

    private static boolean isAtLeast(Member member, Member gone) {
        return member.externalIdType().equals(gone.externalIdType())
                && member.externalId().equals(gone.externalId())
                && RoleResolution.isAtLeast(member.role(), gone.role());
    }

    /** Of another name or other grants of a role, for environments in which somebody has it. */
    public static AccessEffect ofRole(CustomRole before, CustomRole after) {
        if (!new HashSet<>(after.grants()).containsAll(before.grants())) {
            return SHRUNK;
        }
        return before.equals(after) ? NONE : STALE;
    }

    /** Compared word by word: a folder instead of the one above it counts as less, and so does the one above. */
    private static boolean permitsAll(PrivilegePolicy policy, PrivilegePolicy asked) {
        return policy.unrestricted()
                || (!asked.unrestricted()
                        && policy.allowed().containsAll(asked.allowed())
                        && has(policy.capabilities(), asked.capabilities())
                        && has(policy.hostPaths(), asked.hostPaths())
                        && has(policy.devices(), asked.devices())
                        && has(policy.sysctls(), asked.sysctls())
                        && has(policy.volumeDrivers(), asked.volumeDrivers())
                        && has(policy.logDrivers(), asked.logDrivers()));
    }

    private static boolean has(Collection<String> all, Collection<String> some) {
        return new HashSet<>(all).containsAll(some);
    }
}
