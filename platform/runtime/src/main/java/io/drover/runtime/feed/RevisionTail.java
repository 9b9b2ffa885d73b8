package io.drover.runtime.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Where a reader of the change log stands, and how far it may go. Pure.
 *
 * <p>Revisions are handed out before their transaction commits, so a reader can see 7 while 6 is still on its way. The
 * rule: the reader delivers up to the first gap and waits. A missing revision was handed out before any higher one was
 * seen; once a higher one was seen longer ago than the longest transaction lives, the gap is a rolled-back transaction and
 * is passed over.
 *
 * @param position everything up to here was delivered or will never exist
 * @param marks when which highest revision was first seen, oldest first
 */
record RevisionTail(long position, List<Mark> marks) {
    /** Marks closer together than this are not kept: patience is coarse, the list short. */
    private static final long MARK_SPACING_NANOS = 50_000_000;

    /** @param seenNanos monotonic time */
    record Mark(long highest, long seenNanos) {}

    /**
     * @param tail where the reader stands now
     * @param deliver what followers may see, in order
     * @param skipped revisions passed over in this step
     * @param waiting true if a gap holds back changes that were read
     */
    record Step(RevisionTail tail, List<Change> deliver, List<Long> skipped, boolean waiting) {}

    RevisionTail {
        marks = List.copyOf(marks);
    }

    static RevisionTail at(long position) {
        return new RevisionTail(position, List.of());
    }

    /**
     * @param rows committed changes after {@link #position()} in order, read in one statement
     * @param nowNanos monotonic time before that statement was sent
     * @param patienceNanos how long a gap may still be filled
     */
    Step read(List<Change> rows, long nowNanos, long patienceNanos) {
        List<Mark> seen = marked(rows, nowNanos);
        long settled = settledBelow(seen, nowNanos, patienceNanos);
        List<Change> deliver = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        long at = position;
        for (Change row : rows) {
            boolean gap = row.revision() > at + 1;
            if (gap && row.revision() > settled) {
                break;
            }
            LongStream.range(at + 1, row.revision())
                    .limit(ChangeStream.REMEMBERED_GAPS)
                    .forEach(skipped::add);
            deliver.add(row);
            at = row.revision();
        }
        long reached = at;
        List<Mark> open = seen.stream().filter(mark -> mark.highest > reached).toList();
        return new Step(new RevisionTail(at, open), deliver, skipped, deliver.size() < rows.size());
    }

    private List<Mark> marked(List<Change> rows, long nowNanos) {
        if (rows.isEmpty()) {
            return marks;
        }
        long highest = rows.getLast().revision();
        boolean known = !marks.isEmpty()
                && (marks.getLast().highest >= highest || nowNanos - marks.getLast().seenNanos < MARK_SPACING_NANOS);
        if (known) {
            return marks;
        }
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(highest, nowNanos));
        return more;
    }

    private static long settledBelow(List<Mark> marks, long nowNanos, long patienceNanos) {
        long settled = Long.MIN_VALUE;
        for (Mark mark : marks) {
            if (nowNanos - mark.seenNanos >= patienceNanos) {
                settled = Math.max(settled, mark.highest);
            }
        }
        return settled;
    }
}
