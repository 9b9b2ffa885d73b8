package io.drover.runtime.feed;

import java.util.Locale;

/** What happened to a row. */
public enum ChangeKind {
    CREATED,
    UPDATED,
    REMOVED;

    /** The word in the {@code change_log} table, e.g. {@code created}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ChangeKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
