package io.drover.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tries for {@link Throttle}, in this process only: with n replicas a guesser has n times the tries, which does not
 * make guessing hopeful. Bounded: the pair that was quiet longest is forgotten first, and an attacker who floods it only
 * forgets their own counts per pair while the count of their address remains hot.
 */
public final class TryLog {
    private static final int MAX_ENTRIES = 20_000;

    private record Pair(String account, String address) {}

    private final Map<Pair, Throttle.Tries> pairs = bounded();
    private final Map<String, Throttle.Tries> addresses = bounded();
    private final Map<Pair, Boolean> known = bounded();

    /** How long a sign-in of the account from the address has to wait; zero: go ahead. */
    public synchronized Duration delay(String account, String address, Instant now) {
        Pair pair = pair(account, address);
        return Throttle.delay(
                pairs.getOrDefault(pair, Throttle.Tries.NONE),
                addresses.getOrDefault(address, Throttle.Tries.NONE),
                known.containsKey(pair),
                now);
    }

    /**
     * Counts a try before it is verified, so that a burst of parallel ones is counted too; {@link #succeeded} takes it back.
     */
    public synchronized void started(String account, String address, Instant now) {
        pairs.merge(pair(account, address), new Throttle.Tries(1, now), (old, one) -> old.failedAt(now));
        addresses.merge(address, new Throttle.Tries(1, now), (old, one) -> old.failedAt(now));
    }

    public synchronized void succeeded(String account, String address) {
        Pair pair = pair(account, address);
        pairs.remove(pair);
        known.put(pair, true);
        addresses.computeIfPresent(address, (key, tries) -> oneLess(tries));
    }

    /** Takes back a try that could not be made. */
    public synchronized void withdrawn(String account, String address) {
        pairs.computeIfPresent(pair(account, address), (key, tries) -> oneLess(tries));
        addresses.computeIfPresent(address, (key, tries) -> oneLess(tries));
    }

    private static Throttle.@Nullable Tries oneLess(Throttle.Tries tries) {
        return tries.failures() <= 1 ? null : new Throttle.Tries(tries.failures() - 1, tries.last());
    }

    private static Pair pair(String account, String address) {
        return new Pair(account.toLowerCase(Locale.ROOT), address);
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }
}
