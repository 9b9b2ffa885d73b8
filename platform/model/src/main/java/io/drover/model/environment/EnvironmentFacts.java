package io.drover.model.environment;

import io.drover.model.EnvironmentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment as identity-service knows it.
 *
 * @param uuid never given to another environment, whatever happens to the numbers
 * @param state {@link State#REMOVED} is final
 * @param hostRemoveDelay seconds after which a host that stays away is removed; -1: never; null: as the installation's setting
 *     says (spec: identity sheet, 3.1)
 * @param templateStacks what a new environment begins with, from its project template (spec: identity sheet, 3.5)
 */
public record EnvironmentFacts(
        EnvironmentId id,
        String uuid,
        String name,
        State state,
        Quota quota,
        PrivilegePolicy privileges,
        @Nullable Long hostRemoveDelay,
        List<TemplateStack> templateStacks) {
    public EnvironmentFacts {
        templateStacks = List.copyOf(templateStacks);
    }

    /** What is to become of what is in it. */
    public enum State {
        ACTIVE,
        /** Its members are kept out; everything in it keeps running. */
        INACTIVE,
        /** Everything in it goes. Also what was purged. */
        REMOVED
    }
}
