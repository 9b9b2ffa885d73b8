package io.drover.proxy.subscribe;

import java.util.concurrent.ConcurrentHashMap;

/** How many subscriptions an account has open: nobody takes all there are. Thread-safe. */
final class Places {
    private final int most;
    private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

    Places(int most) {
        this.most = most;
    }

    /** @return false: it has as many as it may */
    boolean take(String account) {
        int now = taken.merge(account, 1, Integer::sum);
        if (now > most) {
            giveBack(account);
        }
        return now <= most;
    }

    void giveBack(String account) {
        taken.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }
}
