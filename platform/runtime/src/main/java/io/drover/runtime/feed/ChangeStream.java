package io.drover.runtime.feed;

import io.drover.runtime.Invariants;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.runtime.feed.RevisionTail.Step;
import io.drover.runtime.loop.LoopRuntime;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one reader of a service's change log in this JVM, and its followers (design rule 2).
 *
 * <p>Following: take {@link #position()}, list, then follow {@link #from} that position; nothing is missed and some changes
 * may come twice. A follower is a cursor into a window of recent changes in memory: it takes at its own pace. One that
 * falls out of the window, or starts before it, is served from the table as far as {@link #REPLAYED} changes; beyond that it
 * is told {@link Lagging} and goes on from the present. Nobody is ever skipped silently.
 */
public final class ChangeStream {
    /** Passed-over revisions that are looked for once more; one that is filled late makes everybody list again. */
    static final int REMEMBERED_GAPS = 256;

    /** A follower further behind than this many revisions lists again. */
    public static final int REPLAYED = 20_000;

    private static final Logger log = LoggerFactory.getLogger(ChangeStream.class);
    private static final int PAGE = 500;
    private static final Duration GAP_RETRY = Duration.ofMillis(50);
    private static final Duration REMEMBER_GAPS_FOR = Duration.ofMinutes(1);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);
    private static final int PRUNE_ROWS = 5000;

    private final ChangeLog changeLog;
    private final CommitStream commits;
    private final FeedSettings settings;
    private final LoopRuntime runtime;
    private final Invariants invariants;

    private final ChangeWindow window;
    private final Sinks.Many<Long> advanced = Sinks.many().replay().latest();

    // Only the reader touches these, one read at a time; volatile because reads end on the driver's threads.
    private final Deque<Gap> gaps = new ConcurrentLinkedDeque<>();
    private volatile RevisionTail tail = RevisionTail.at(0);
    private volatile long auditedNanos;
    private volatile boolean started;

    public ChangeStream(
            ChangeLog changeLog,
            CommitStream commits,
            FeedSettings settings,
            LoopRuntime runtime,
            Invariants invariants) {
        this.changeLog = changeLog;
        this.commits = commits;
        this.settings = settings;
        this.runtime = runtime;
        this.invariants = invariants;
        this.window = new ChangeWindow(settings.window());
        runtime.meters().gauge("drover.feed.position", window, ChangeWindow::position);
    }

    /** Starts reading and pruning with the context. */
    public void runIn(Subscriptions subscriptions) {
        subscriptions.keep("change-feed", read());
        subscriptions.keep("change-feed-prune", prune());
    }

    /** Where to follow from after listing: all changes up to here are visible to a query made now. Waits for the start. */
    public Mono<Long> position() {
        return advanced.asFlux().next().map(_ -> window.position());
    }

    /** Every change after a revision, without end. Each subscriber has its own pace. */
    public Flux<FeedSignal> from(long revision) {
        return Flux.defer(() -> {
            Cursor cursor = new Cursor(revision, window.resets());
            return advanced.asFlux().onBackpressureLatest().concatMap(_ -> catchUp(cursor), 1);
        });
    }

    /** The reader itself: endless, one read at a time. Starting again after a fault goes on where it was. */
    private Flux<Long> read() {
        return start().thenMany(Flux.merge(commits.rings(), Flux.interval(settings.poll(), runtime.scheduler()))
                .onBackpressureLatest()
                .concatMap(_ -> readToEnd().then(audit()).then(Mono.fromSupplier(window::position)), 1));
    }

    private Mono<Void> start() {
        return Mono.defer(() -> started
                ? Mono.empty()
                : changeLog.settled(settings.gapPatience()).map(this::startAt).then());
    }

    private Flux<Long> prune() {
        return Flux.interval(PRUNE_EVERY, runtime.scheduler())
                .onBackpressureDrop()
                .concatMap(_ -> changeLog.prune(settings.history(), PRUNE_ROWS), 1);
    }

    private long startAt(long settled) {
        tail = RevisionTail.at(settled);
        window.resetTo(settled);
        started = true;
        announce();
        return settled;
    }

    private Mono<Void> readToEnd() {
        return readPage().expand(this::readOn).then();
    }

    private Mono<Next> readOn(Next next) {
        return switch (next) {
            case DONE -> Mono.empty();
            case MORE -> readPage();
            case GAP -> Mono.delay(GAP_RETRY, runtime.scheduler()).then(readPage());
        };
    }

    private Mono<Next> readPage() {
        return Mono.defer(() -> {
            long before = monotonicNanos();
            return changeLog.after(tail.position(), PAGE).collectList().map(rows -> take(rows, before));
        });
    }

    private Next take(List<Change> rows, long beforeNanos) {
        Step step = tail.read(rows, beforeNanos, settings.gapPatience().toNanos());
        tail = step.tail();
        step.skipped().forEach(revision -> remember(new Gap(revision, beforeNanos)));
        if (!step.deliver().isEmpty()) {
            window.add(step.deliver(), tail.position());
            announce();
        }
        if (step.waiting()) {
            return Next.GAP;
        }
        return rows.size() == PAGE ? Next.MORE : Next.DONE;
    }

    private void remember(Gap gap) {
        if (gaps.size() == REMEMBERED_GAPS) {
            gaps.removeFirst();
        }
        gaps.addLast(gap);
    }

    /** Once per poll interval: is the log shorter than what was read, and was a passed-over gap filled after all? */
    private Mono<Void> audit() {
        return Mono.defer(() -> {
            long now = monotonicNanos();
            if (now - auditedNanos < settings.poll().toNanos()) {
                return Mono.empty();
            }
            auditedNanos = now;
            gaps.removeIf(gap -> now - gap.skippedNanos > REMEMBER_GAPS_FOR.toNanos());
            return truncated().then(filledLate());
        });
    }

    private Mono<Void> truncated() {
        return changeLog
                .bounds()
                .filter(bounds -> bounds.highest() < tail.position())
                .flatMap(_ -> changeLog.settled(settings.gapPatience()))
                .doOnNext(_ ->
                        log.warn("the change log ends before revision {}: was the database restored?", tail.position()))
                .map(this::startAt)
                .doOnNext(_ -> tellAllToListAgain())
                .then();
    }

    /** A transaction that lived longer than promised (a paused process, a stalled server): nobody may miss it. */
    private Mono<Void> filledLate() {
        if (gaps.isEmpty()) {
            return Mono.empty();
        }
        return changeLog
                .count(gaps.stream().map(Gap::revision).toList())
                .filter(filled -> filled > 0)
                .doOnNext(filled -> invariants.violated(
                        "feed-gap-stays-empty", filled + " changes committed after readers passed over them"))
                .doOnNext(_ -> gaps.clear())
                .doOnNext(_ -> tellAllToListAgain())
                .then();
    }

    private void tellAllToListAgain() {
        window.reset();
        announce();
    }

    private void announce() {
        advanced.emitNext(window.position(), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    private long monotonicNanos() {
        return runtime.scheduler().now(TimeUnit.NANOSECONDS);
    }

    private Flux<FeedSignal> catchUp(Cursor cursor) {
        return Flux.defer(() -> next(cursor))
                .repeat(() -> cursor.revision < window.position() || cursor.resets != window.resets());
    }

    private Flux<FeedSignal> next(Cursor cursor) {
        if (cursor.resets != window.resets()) {
            return lag(cursor, "the feed started over");
        }
        ChangeWindow.Page page = window.after(cursor.revision, PAGE);
        if (cursor.revision > page.position()) {
            return ahead(cursor);
        }
        if (page.reachesBack()) {
            return deliver(cursor, page.changes(), page.position());
        }
        return page.position() - cursor.revision > REPLAYED
                ? lag(cursor, "more than %d revisions behind".formatted(REPLAYED))
                : replay(cursor, page.position());
    }

    /** A revision from the future: of a database that was restored since, or just committed and not delivered yet. */
    private Flux<FeedSignal> ahead(Cursor cursor) {
        return changeLog
                .bounds()
                .filter(bounds -> bounds.highest() < cursor.revision)
                .flatMapMany(bounds -> lag(cursor, "the log ends at revision " + bounds.highest()));
    }

    private Flux<FeedSignal> replay(Cursor cursor, long position) {
        return changeLog
                .bounds()
                .flatMapMany(bounds -> bounds.lowest() > cursor.revision + 1
                        ? lag(cursor, "the log begins at revision " + bounds.lowest())
                        : changeLog
                                .after(cursor.revision, PAGE)
                                .filter(change -> change.revision() <= position)
                                .collectList()
                                .flatMapMany(rows -> deliver(cursor, rows, position)));
    }

    private static Flux<FeedSignal> deliver(Cursor cursor, List<Change> changes, long position) {
        if (changes.isEmpty()) {
            cursor.revision = position;
            return Flux.empty();
        }
        return Flux.fromIterable(changes).map(cursor::changed);
    }

    private Flux<FeedSignal> lag(Cursor cursor, String reason) {
        cursor.resets = window.resets();
        cursor.revision = window.position();
        return Flux.just(new Lagging(cursor.revision, reason));
    }

    private enum Next {
        DONE,
        MORE,
        GAP
    }

    private record Gap(long revision, long skippedNanos) {}

    /** Touched by its own subscriber only. */
    private static final class Cursor {
        private long revision;
        private long resets;

        Cursor(long revision, long resets) {
            this.revision = revision;
            this.resets = resets;
        }

        private FeedSignal changed(Change change) {
            revision = change.revision();
            return new Changed(change);
        }
    }
}
