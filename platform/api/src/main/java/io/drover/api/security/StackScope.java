package io.drover.api.security;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where in an environment something is permitted.
 *
 * @param everywhere also outside of stacks
 * @param stacks numbers of stacks, if not everywhere; none: nowhere
 */
public record StackScope(boolean everywhere, Set<Long> stacks) {
    public static final StackScope EVERYWHERE = new StackScope(true, Set.of());
    public static final StackScope NOWHERE = new StackScope(false, Set.of());

    public StackScope {
        stacks = Set.copyOf(stacks);
    }

    public boolean isNowhere() {
        return !everywhere && stacks.isEmpty();
    }

    /** @param stack null: what is looked at is in no stack */
    public boolean covers(@Nullable Long stack) {
        return everywhere || (stack != null && stacks.contains(stack));
    }

    /** Ids for sentences: {@code 1st5, 1st7}. */
    public String ids() {
        return stacks.stream().sorted().map(Grant::stackId).collect(Collectors.joining(", "));
    }
}
