package io.drover.model.environment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack that a new environment gets from its project template (spec: identity sheet, 3.5).
 *
 * @param answers variables for the compose files
 * @param externalId where it came from, e.g. {@code catalog://library:infra*ipsec:7}
 * @param trusted an administrator's template: its stacks are not bound by the environment's privilege policy. A user's template
 *     must never be, or making one would be a way around it
 */
public record TemplateStack(
        String name,
        @Nullable String description,
        String dockerCompose,
        @Nullable String rancherCompose,
        Map<String, String> answers,
        @Nullable String externalId,
        boolean trusted) {
    public TemplateStack {
        answers = Map.copyOf(answers);
    }
}
