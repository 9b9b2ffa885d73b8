package io.drover.runtime.feed;

/** What a follower of the feed is told. */
public sealed interface FeedSignal {
    /** The follower has seen everything up to here once it has dealt with this signal. */
    long revision();

    /** The next change, in order of revision. */
    record Changed(Change change) implements FeedSignal {
        @Override
        public long revision() {
            return change.revision();
        }
    }

    /**
     * Changes were passed over: list everything again. What follows comes after {@code revision}.
     *
     * @param reason for the log
     */
    record Lagging(long revision, String reason) implements FeedSignal {}
}
