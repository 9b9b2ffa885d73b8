package io.drover.proxy.stream;

import java.util.Locale;

/** What a ticket is good for. */
public enum Purpose {
    LOGS,
    EXEC,
    STATS;

    /** The word in the ticket's claim {@code purpose}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
