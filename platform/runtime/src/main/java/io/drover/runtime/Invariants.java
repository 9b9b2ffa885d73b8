package io.drover.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States that should be impossible but can be survived: counted ({@code drover.invariant.violations}) and logged, so that
 * production goes on and somebody looks. A test asserts that {@link #violations()} is empty.
 */
public final class Invariants {
    private static final Logger log = LoggerFactory.getLogger(Invariants.class);
    private static final int KEPT = 100;

    private final MeterRegistry meters;
    private final List<String> violations = new CopyOnWriteArrayList<>();

    public Invariants(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * @param invariant short name of what should hold, e.g. {@code one-unit-per-slot}; a metric tag, so no ids in it
     * @param detail what was seen
     */
    public void violated(String invariant, String detail) {
        meters.counter("drover.invariant.violations", "invariant", invariant).increment();
        if (violations.size() < KEPT) {
            violations.add(invariant + ": " + detail);
        }
        log.error("invariant {} does not hold: {}", invariant, detail);
    }

    /** The first hundred violations since start. */
    public List<String> violations() {
        return List.copyOf(violations);
    }
}
