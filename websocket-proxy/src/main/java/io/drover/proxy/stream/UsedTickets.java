package io.drover.proxy.stream;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembers tickets until they expire, so that each opens one stream only. Thread-safe. */
final class UsedTickets {
    private static final int CLEAN_ABOVE = 1000;

    private final Map<String, Instant> used = new HashMap<>();

    /** Not with each ticket: thousands may be good at a time. */
    private Instant nextCleaning = Instant.MIN;

    /** True once for each id. */
    synchronized boolean use(String id, Instant expires, Instant now) {
        if (used.size() >= CLEAN_ABOVE && !now.isBefore(nextCleaning)) {
            nextCleaning = now.plusSeconds(1);
            used.values().removeIf(until -> until.isBefore(now));
        }
        return used.putIfAbsent(id, expires.plusSeconds(CLOCK_SKEW_SECONDS)) == null;
    }

    /** Verification lets a ticket live that much longer. */
    private static final int CLOCK_SKEW_SECONDS = 10;
}
