package io.drover.api.request;

import io.drover.model.Role;
import java.time.Instant;

/**
 * How an input is read.
 *
 * @param role of the caller: a field that it may not write is dropped, like every field that cannot be written
 * @param now what the date {@code now} means
 */
public record Reading(Mode mode, Role role, Instant now) {
    /** For what. */
    public enum Mode {
        CREATE,
        UPDATE,
        ACTION
    }

    /** For a value inside a field. It is replaced as a whole, so the rules of creating hold when the outer request updates. */
    Reading inside() {
        return mode == Mode.UPDATE ? new Reading(Mode.CREATE, role, now) : this;
    }
}
