package io.drover.api.security;

import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import io.drover.model.Role;
import java.util.EnumSet;
import java.util.Set;

/** What somebody may do: the table of their role and what narrows it. Deny by default. */
public record Rights(Role role, Narrowing narrowing) {
    public static Rights of(Role role) {
        return new Rights(role, Narrowing.NONE);
    }

    /** Whether the verb is permitted, at least in some stack. */
    public boolean permit(ResourceType type, Verb verb) {
        return type.access().permits(role, verb) && narrowing.permits(type, verb);
    }

    /** All that is permitted, at least in some stack. */
    public Set<Verb> verbs(ResourceType type) {
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        for (Verb verb : type.access().verbs().getOrDefault(role, Set.of())) {
            if (narrowing.permits(type, verb)) {
                verbs.add(verb);
            }
        }
        return verbs;
    }

    /** Whether the type exists for them. */
    public boolean see(ResourceType type) {
        return narrowing.isNone()
                ? !type.access().verbs().getOrDefault(role, Set.of()).isEmpty()
                : !verbs(type).isEmpty();
    }

    /** Where the verb is permitted. */
    public StackScope scope(ResourceType type, Verb verb) {
        return type.access().permits(role, verb) ? narrowing.scope(type, verb) : StackScope.NOWHERE;
    }
}
