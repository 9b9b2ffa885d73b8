package io.drover.runtime.feed;

import java.time.Duration;

/**
 * @param gapPatience how long a missing revision may still commit; longer than any write transaction
 * @param poll look at the table at least this often, below all wake-ups
 * @param history changes older than this are forgotten
 * @param window how many recent changes are kept in memory; a follower further behind lists again
 */
public record FeedSettings(Duration gapPatience, Duration poll, Duration history, int window) {
    public static final FeedSettings DEFAULT =
            new FeedSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(24), 8192);

    public FeedSettings {
        if (window < 1 || poll.isZero() || poll.isNegative()) {
            throw new IllegalArgumentException("a feed needs a window of 1 or more and a positive poll interval");
        }
    }
}
