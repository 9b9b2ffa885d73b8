package io.drover.runtime.feed;

import java.util.ArrayDeque;
import java.util.List;

/** The newest delivered changes, in memory, for all followers of one JVM. Thread-safe. */
final class ChangeWindow {
    private final int capacity;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    /** Everything after this revision is in {@link #changes}. */
    private long since;

    private long position;
    private long resets;

    ChangeWindow(int capacity) {
        this.capacity = capacity;
    }

    /** Starts over at a revision. */
    synchronized void resetTo(long revision) {
        changes.clear();
        since = revision;
        position = revision;
    }

    synchronized void add(List<Change> delivered, long newPosition) {
        for (Change change : delivered) {
            if (changes.size() == capacity) {
                since = changes.removeFirst().revision();
            }
            changes.addLast(change);
        }
        position = newPosition;
    }

    /** Makes every follower list again. */
    synchronized void reset() {
        resets++;
    }

    synchronized long resets() {
        return resets;
    }

    synchronized long position() {
        return position;
    }

    /** Up to {@code limit} changes after a revision. */
    synchronized Page after(long revision, int limit) {
        if (revision < since) {
            return new Page(false, List.of(), position);
        }
        List<Change> page = changes.stream()
                .filter(change -> change.revision() > revision)
                .limit(limit)
                .toList();
        return new Page(true, page, position);
    }

    /**
     * @param reachesBack false if the window begins after the revision asked for
     * @param position where the reader stood when the page was taken
     */
    record Page(boolean reachesBack, List<Change> changes, long position) {}
}
