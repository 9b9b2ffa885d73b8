package io.drover.identity.role;

import io.drover.api.schema.Verb;
import io.drover.api.security.Grant;
import io.drover.api.security.Narrowing;
import io.drover.model.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A role somebody made: the part of one of the members' roles that its grants name. What is wrong with one is a sentence for
 * whoever wants to make it or hand it out. Pure.
 *
 * @param name as members' lists name it; not one of the four
 * @param base member, restricted or readonly: what an owner has is not for sale in parts
 * @param grants at least one
 */
public record CustomRole(String name, Role base, List<Grant> grants) {
    /** What the base can be, strongest first. */
    public static final List<Role> BASES = List.of(Role.MEMBER, Role.RESTRICTED, Role.READONLY);

    public static final int MOST_GRANTS = 50;

    /** Grants travel in the header of each request. */
    public static final int LONGEST_GRANTS = 2000;

    private static final List<Role> STRONGEST_FIRST =
            List.of(Role.ADMIN, Role.OWNER, Role.MEMBER, Role.RESTRICTED, Role.READONLY);

    public CustomRole {
        grants = List.copyOf(grants);
    }

    /** The same role with other grants. */
    public CustomRole granting(List<Grant> others) {
        return new CustomRole(name, base, others);
    }

    /**
     * What is wrong with it in itself.
     *
     * @param isGlobal for every environment
     */
    public Optional<String> fault(boolean isGlobal) {
        if (Role.of(name).isPresent() || name.matches("1pr[0-9]+")) {
            return Optional.of("'" + name + "' is the name of a role there is already, or looks like an id");
        }
        if (!BASES.contains(base)) {
            return Optional.of("the base role '" + base.wire() + "' is none: it is member, restricted or readonly");
        }
        if (grants.isEmpty() || grants.size() > MOST_GRANTS) {
            return Optional.of("it has " + grants.size() + " grants: 1 to " + MOST_GRANTS + " are accepted");
        }
        int length = String.join(" ", Grant.texts(grants)).length();
        if (length > LONGEST_GRANTS) {
            return Optional.of(
                    "its grants have " + length + " characters together: at most " + LONGEST_GRANTS + " are accepted");
        }
        return isGlobal
                ? grants.stream()
                        .filter(grant -> !grant.isEverywhere())
                        .findFirst()
                        .map(grant -> "the grant '" + grant.text()
                                + "' names stacks, which are in one environment, and the role is for every environment")
                : Optional.empty();
    }

    /**
     * Why somebody may not make it or hand it out: nobody gives what they do not hold.
     *
     * @param holder what they are to the environment
     * @param held what is left to them of that
     */
    public Optional<String> excess(Role holder, Narrowing held) {
        int strength = STRONGEST_FIRST.indexOf(holder);
        if (strength < 0 || strength > STRONGEST_FIRST.indexOf(base)) {
            return Optional.of("the role '" + name + "' is based on '" + base.wire() + "', which is more than '"
                    + holder.wire() + "', so you cannot give it");
        }
        if (held.readOnly()) {
            return Optional.of("who may only read cannot give the role '" + name + "'");
        }
        if (held.grants().isEmpty()) {
            return Optional.empty();
        }
        return grants.stream()
                .filter(grant -> !isHeld(grant, held.grants()))
                .findFirst()
                .map(grant -> "the grant '" + grant.text() + "' of the role '" + name
                        + "' is more than you hold, so you cannot give it");
    }

    private static boolean isHeld(Grant wanted, List<Grant> held) {
        for (String type : wanted.types()) {
            for (Verb verb : wanted.verbs()) {
                if (!isHeld(type, verb, wanted.stacks(), held)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @param stacks empty: everywhere */
    private static boolean isHeld(String type, Verb verb, Set<Long> stacks, List<Grant> held) {
        Set<Long> missing = new HashSet<>(stacks);
        for (Grant grant : held) {
            if (grant.names(type, verb)) {
                if (grant.isEverywhere()) {
                    return true;
                }
                missing.removeAll(grant.stacks());
            }
        }
        return !stacks.isEmpty() && missing.isEmpty();
    }
}
