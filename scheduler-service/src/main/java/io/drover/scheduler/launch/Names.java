package io.drover.scheduler.launch;

import org.jspecify.annotations.Nullable;

/** What services, sidekicks and stacks may be called (spec: orchestration, 0.4): names become parts of DNS names. */
public final class Names {
    public static final int MAX_LENGTH = 63;

    private Names() {}

    /** A sentence naming what is wrong with a service's or sidekick's name; null when nothing is. */
    public static @Nullable String wrongWithService(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "name '%s' has %d characters; accepted: 1 to %d".formatted(name, name.length(), MAX_LENGTH);
        }
        boolean valid = name.matches("[a-zA-Z0-9][a-zA-Z0-9-]*") && !name.endsWith("-") && !name.contains("--");
        if (valid) {
            return null;
        }
        String suggestion = name.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-|-$", "");
        return "name '%s': accepted are letters, digits and single hyphens between them%s"
                .formatted(name, suggestion.isEmpty() ? "" : ", e.g. '" + suggestion + "'");
    }
}
