package io.drover.scheduler.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time: everything that happens later is an event here. One seed gives one history. */
final class Timeline {
    private record Event(Instant at, long order, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private final Random random;
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private long order;

    Timeline(long seed) {
        random = new Random(seed);
    }

    Instant now() {
        return now;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }

    void at(Instant when, Runnable what) {
        events.add(new Event(when.isBefore(now) ? now : when, order++, what));
    }

    /** Between {@code from} and {@code to} milliseconds from now. */
    void within(int from, int to, Runnable what) {
        at(now.plusMillis(from + random.nextInt(to - from + 1)), what);
    }

    /** Lets everything up to then happen, calling {@code after} after each event. */
    void advance(Duration time, Runnable after) {
        Instant end = now.plus(time);
        while (!events.isEmpty() && !events.element().at().isAfter(end)) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
            after.run();
        }
        now = end;
    }

    boolean isQuiet() {
        return events.isEmpty();
    }
}
