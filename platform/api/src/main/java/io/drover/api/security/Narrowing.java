package io.drover.api.security;

import io.drover.api.schema.ResourceType;
import io.drover.api.schema.Verb;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a token or a custom role takes away from a role. It never adds: what a caller may do is the role's table <em>and</em>
 * this.
 *
 * @param readOnly nothing but {@link Verb#READ}
 * @param grants only what one of them names; empty: the whole role
 */
public record Narrowing(boolean readOnly, List<Grant> grants) {
    public static final Narrowing NONE = new Narrowing(false, List.of());

    public Narrowing {
        grants = List.copyOf(grants);
    }

    public boolean isNone() {
        return !readOnly && grants.isEmpty();
    }

    /** Whether the verb is left, at least in some stack. */
    public boolean permits(ResourceType type, Verb verb) {
        return !scope(type, verb).isNowhere();
    }

    /**
     * Where the verb is left. A grant for some stacks says nothing about types that are in no stack, nor about making new
     * stacks.
     */
    public StackScope scope(ResourceType type, Verb verb) {
        if (readOnly && verb != Verb.READ) {
            return StackScope.NOWHERE;
        }
        if (grants.isEmpty()) {
            return StackScope.EVERYWHERE;
        }
        boolean hasStacks = type.stackField() != null && !(type.isStack() && verb == Verb.CREATE);
        Set<Long> stacks = new HashSet<>();
        for (Grant grant : grants) {
            if (!grant.names(type.name(), verb)) {
                continue;
            }
            if (grant.isEverywhere()) {
                return StackScope.EVERYWHERE;
            }
            if (hasStacks) {
                stacks.addAll(grant.stacks());
            }
        }
        return new StackScope(false, stacks);
    }
}
