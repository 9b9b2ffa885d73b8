package io.drover.identity.store;

import io.drover.identity.template.StackTemplate;
import io.drover.model.environment.TemplateStack;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What new environments can begin with.
 *
 * @param account whose it is
 * @param isPublic everybody sees it; only administrators change it
 */
public record ProjectTemplateRow(
        long id,
        String uuid,
        long account,
        String name,
        @Nullable String description,
        boolean isPublic,
        @Nullable String externalId,
        List<StackTemplate> stacks,
        Instant created,
        @Nullable Instant removed) {
    public ProjectTemplateRow {
        stacks = List.copyOf(stacks);
    }

    /** The stacks of an environment that is made from it now. */
    public List<TemplateStack> environmentStacks() {
        return stacks.stream().map(stack -> stack.stack(isPublic)).toList();
    }
}
