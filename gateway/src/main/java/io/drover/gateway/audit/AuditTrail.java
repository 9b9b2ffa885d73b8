package io.drover.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows on their way to identity-service. A place is taken before a request may change anything and given back when its row
 * has been stored: when there is no place, nothing may be changed, so that no change goes unrecorded.
 */
public final class AuditTrail {
    private final int capacity;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<AuditRow> waiting = new ConcurrentLinkedQueue<>();

    public AuditTrail(int capacity) {
        this.capacity = capacity;
    }

    /** @return false: there is no place; the request must not happen */
    public boolean takePlace() {
        int before = taken.getAndUpdate(count -> count < capacity ? count + 1 : count);
        return before < capacity;
    }

    /** There will be no row after all. */
    public void giveBack() {
        taken.decrementAndGet();
    }

    /** Fills a place that was taken. */
    public void record(AuditRow row) {
        waiting.add(row);
    }

    /** The oldest rows; they keep their places until {@link #stored}. */
    List<AuditRow> next(int most) {
        List<AuditRow> batch = new ArrayList<>();
        while (batch.size() < most) {
            AuditRow row = waiting.poll();
            if (row == null) {
                break;
            }
            batch.add(row);
        }
        return batch;
    }

    /** Sending them was given up: they wait again. */
    void putBack(List<AuditRow> batch) {
        waiting.addAll(batch);
    }

    void stored(List<AuditRow> batch) {
        taken.addAndGet(-batch.size());
    }

    /** Places taken, for the metric. */
    public int size() {
        return taken.get();
    }
}
