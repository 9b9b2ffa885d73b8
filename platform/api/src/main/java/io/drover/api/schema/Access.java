package io.drover.api.schema;

import io.drover.model.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The policy row of a type: what each role may do. A role that is not named may do nothing. */
public record Access(Map<Role, Set<Verb>> verbs) {
    public Access {
        verbs = Map.copyOf(verbs);
    }

    public static Access none() {
        return new Access(Map.of());
    }

    /**
     * This table with more rights.
     *
     * @param rights letters: {@code c}reate {@code r}ead {@code u}pdate (and act) {@code d}elete {@code a}ct without updating
     */
    public Access allow(String rights, Role... roles) {
        Set<Verb> granted = EnumSet.noneOf(Verb.class);
        for (char letter : rights.toCharArray()) {
            switch (letter) {
                case 'c' -> granted.add(Verb.CREATE);
                case 'r' -> granted.add(Verb.READ);
                case 'u' -> granted.addAll(Set.of(Verb.UPDATE, Verb.ACT));
                case 'd' -> granted.add(Verb.DELETE);
                case 'a' -> granted.add(Verb.ACT);
                default -> throw new IllegalArgumentException("no such right: " + letter);
            }
        }
        var more = new EnumMap<Role, Set<Verb>>(Role.class);
        more.putAll(verbs);
        for (Role role : roles) {
            more.merge(role, granted, Access::union);
        }
        return new Access(more);
    }

    public boolean permits(Role role, Verb verb) {
        return verbs.getOrDefault(role, Set.of()).contains(verb);
    }

    private static Set<Verb> union(Set<Verb> left, Set<Verb> right) {
        Set<Verb> both = EnumSet.noneOf(Verb.class);
        both.addAll(left);
        both.addAll(right);
        return both;
    }
}
