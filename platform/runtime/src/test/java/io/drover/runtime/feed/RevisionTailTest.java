package io.drover.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.feed.RevisionTail.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RevisionTailTest {
    private static final long PATIENCE = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    record Read(double atSecond, long... revisions) {}

    record Case(String name, List<Read> reads, List<Long> delivered, List<Long> skipped, boolean waiting) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("nothing to read", List.of(new Read(0)), List.of(), List.of(), false),
            new Case("no gap", List.of(new Read(0, 11, 12)), List.of(11L, 12L), List.of(), false),
            new Case("stops at a gap", List.of(new Read(0, 11, 13)), List.of(11L), List.of(), true),
            new Case(
                    "goes on when the gap is filled",
                    List.of(new Read(0, 11, 13), new Read(1, 12, 13)),
                    List.of(11L, 12L, 13L),
                    List.of(),
                    false),
            new Case(
                    "waits the whole patience",
                    List.of(new Read(0, 12), new Read(4.9, 12)),
                    List.of(),
                    List.of(),
                    true),
            new Case(
                    "passes over a gap after the patience",
                    List.of(new Read(0, 12), new Read(5, 12)),
                    List.of(12L),
                    List.of(11L),
                    false),
            new Case(
                    "a later gap has its own patience",
                    List.of(new Read(0, 12), new Read(3, 12, 14), new Read(5, 12, 14)),
                    List.of(12L),
                    List.of(11L),
                    true),
            new Case(
                    "the later gap ends too",
                    List.of(new Read(0, 12), new Read(3, 12, 14), new Read(5, 12, 14), new Read(8, 14)),
                    List.of(12L, 14L),
                    List.of(11L, 13L),
                    false));

    @ParameterizedTest
    @FieldSource("CASES")
    void deliversUpToTheFirstGapThatMayStillBeFilled(Case given) {
        RevisionTail tail = RevisionTail.at(10);
        List<Long> delivered = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        boolean waiting = false;
        for (Read read : given.reads()) {
            Step step = tail.read(changes(read.revisions()), (long) (read.atSecond() * SECOND), PATIENCE);
            tail = step.tail();
            step.deliver().forEach(change -> delivered.add(change.revision()));
            skipped.addAll(step.skipped());
            waiting = step.waiting();
        }
        assertThat(delivered).isEqualTo(given.delivered());
        assertThat(skipped).isEqualTo(given.skipped());
        assertThat(waiting).isEqualTo(given.waiting());
    }

    /** Transactions get revisions in order and commit in any order, none later than the patience; some roll back. */
    @Property
    void deliversEveryCommittedChangeOnceAndInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        Random dice = new Random(seed);
        TreeMap<Long, Long> commitTimes = new TreeMap<>();
        long handedOut = 0;
        for (long revision = 1; revision <= count; revision++) {
            handedOut += dice.nextLong(SECOND);
            if (dice.nextInt(4) > 0) {
                commitTimes.put(revision, handedOut + dice.nextLong(PATIENCE * 4 / 5));
            }
        }
        RevisionTail tail = RevisionTail.at(0);
        List<Long> delivered = new ArrayList<>();
        for (long now = 0; now <= handedOut + 3 * PATIENCE; now += 1 + dice.nextLong(SECOND)) {
            long position = tail.position();
            long at = now;
            long[] visible = commitTimes.tailMap(position, false).entrySet().stream()
                    .filter(entry -> entry.getValue() <= at)
                    .mapToLong(java.util.Map.Entry::getKey)
                    .toArray();
            Step step = tail.read(changes(visible), now, PATIENCE);
            step.deliver().forEach(change -> delivered.add(change.revision()));
            assertThat(Collections.disjoint(step.skipped(), commitTimes.keySet()))
                    .isTrue();
            tail = step.tail();
        }
        assertThat(delivered).isEqualTo(List.copyOf(commitTimes.keySet()));
    }

    private static List<Change> changes(long... revisions) {
        return LongStream.of(revisions)
                .mapToObj(revision ->
                        new Change(revision, "service", revision, 1L, ChangeKind.UPDATED, null, Instant.EPOCH))
                .toList();
    }
}
