package io.drover.api.render;

import io.drover.api.security.Caller;

/**
 * For whom something is rendered.
 *
 * @param base absolute, without a slash at its end: {@code http://host:8080/v2-beta/projects/1a5}
 * @param isCreation the answer to a create request: fields that are shown once are shown
 */
public record View(Caller caller, String base, boolean isCreation) {
    public View {
        base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    public static View of(Caller caller, String base) {
        return new View(caller, base, false);
    }

    View withoutSecrets() {
        return isCreation ? new View(caller, base, false) : this;
    }
}
