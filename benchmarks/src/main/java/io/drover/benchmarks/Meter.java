package io.drover.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the counters at the start and at the end of a measurement. */
final class Meter {
    private final Supplier<Map<String, Double>> spent;
    private final Map<String, Double> before;
    private final double load;
    private final double busy;
    private final long began;

    private Meter(Supplier<Map<String, Double>> spent) {
        this.spent = spent;
        this.load = Proc.load();
        this.before = spent.get();
        this.busy = Proc.busy();
        this.began = System.nanoTime();
    }

    /** @param spent processor seconds up to now, by part; a part that comes later counts from zero */
    static Meter start(Supplier<Map<String, Double>> spent) {
        return new Meter(spent);
    }

    Usage stop() {
        double wall = (System.nanoTime() - began) / 1e9;
        double total = Proc.busy() - busy;
        Map<String, Double> parts = new TreeMap<>();
        spent.get().forEach((part, seconds) -> parts.put(part, Math.max(0, seconds - before.getOrDefault(part, 0.0))));
        return new Usage(load, wall, total, parts);
    }
}
