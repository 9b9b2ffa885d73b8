package io.drover.identity.role;

import io.drover.api.security.Grant;
import io.drover.model.Role;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one member row makes of a person.
 *
 * @param role one of the four roles of members; of a custom role the one it is based on
 * @param grants of a custom role; empty: the whole role
 * @param name what the role is called
 */
public record Membership(Role role, List<Grant> grants, String name) {
    public Membership {
        grants = List.copyOf(grants);
    }

    public static Membership whole(Role role) {
        return new Membership(role, List.of(), role.wire());
    }

    public boolean isWhole() {
        return grants.isEmpty();
    }

    /**
     * What all of somebody's rows come to in the role that was found to be the strongest ({@link RoleResolution}): the whole of
     * it if one row is the whole, else everything that the custom roles based on it grant. Rows of weaker roles add nothing, as
     * among the four: grants of a role that hides something must not be read as grants of one that shows it.
     */
    public static Membership together(Role strongest, Collection<Membership> all) {
        List<Membership> counting =
                all.stream().filter(one -> one.role() == strongest).toList();
        if (counting.isEmpty() || counting.stream().anyMatch(Membership::isWhole)) {
            return whole(strongest);
        }
        Set<Grant> grants = new LinkedHashSet<>();
        counting.forEach(one -> grants.addAll(one.grants()));
        String name = counting.stream().map(Membership::name).distinct().collect(Collectors.joining(", "));
        return new Membership(strongest, List.copyOf(grants), name);
    }
}
