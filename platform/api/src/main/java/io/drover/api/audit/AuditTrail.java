package io.drover.api.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to identity-service. What must not happen unrecorded takes its place first and does not happen without
 * one; what has happened already and finds no place is counted, and the next batch says how many there were. Thread-safe.
 */
public final class AuditTrail {
    /** Named by the event that tells of lost ones. */
    public static final String LOST = "audit.lost";

    private final int capacity;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<AuditEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    public AuditTrail(int capacity) {
        this.capacity = capacity;
    }

    /** @return false: there are not so many; what wanted them must not happen */
    public boolean takePlaces(int places) {
        int before = taken.getAndUpdate(count -> count + places <= capacity ? count + places : count);
        return before + places <= capacity;
    }

    /** Gives places back that no event will fill. */
    public void giveBack(int places) {
        taken.addAndGet(-places);
    }

    /** Fills a place that was taken. */
    public void record(AuditEvent event) {
        waiting.add(event);
    }

    /** Records what has happened already; it is counted if there is no place. */
    public void offer(AuditEvent event) {
        if (takePlaces(1)) {
            record(event);
        } else {
            untold.incrementAndGet();
            lost.incrementAndGet();
        }
    }

    /** @param places how many are free again when the events are stored; the event that tells of lost ones has none */
    public record Batch(List<AuditEvent> events, int places) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /** The oldest events; they keep their places until {@link #stored}. */
    Batch next(int most, Instant now) {
        List<AuditEvent> events = new ArrayList<>();
        for (AuditEvent event = poll(events.size(), most); event != null; event = poll(events.size(), most)) {
            events.add(event);
        }
        int places = events.size();
        long missing = untold.getAndSet(0);
        if (missing > 0) {
            events.add(AuditEvent.of(now, LOST, null, null)
                    .ended(
                            null,
                            missing + " events could not be recorded: identity-service stored nothing and " + capacity
                                    + " were waiting already",
                            null));
        }
        return new Batch(events, places);
    }

    private @Nullable AuditEvent poll(int have, int most) {
        return have < most ? waiting.poll() : null;
    }

    /** The delivery was given up: the events wait again. */
    void putBack(Batch batch) {
        taken.addAndGet(batch.events().size() - batch.places());
        waiting.addAll(batch.events());
    }

    void stored(Batch batch) {
        taken.addAndGet(-batch.places());
    }

    /** Places taken, for the metric. */
    public int size() {
        return taken.get();
    }

    /** Events that found no place since the start. */
    public long lost() {
        return lost.get();
    }
}
