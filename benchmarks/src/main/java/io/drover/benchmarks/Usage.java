package io.drover.benchmarks;

import java.util.Map;

/**
 * What the machine did during one measurement.
 *
 * @param load one-minute load average at its start
 * @param wall length in seconds
 * @param busy processor seconds that the whole machine spent
 * @param parts processor seconds by what was measured and what it runs on
 */
record Usage(double load, double wall, double busy, Map<String, Double> parts) {
    Usage {
        parts = Map.copyOf(parts);
    }

    /** Processor seconds that went to anything else: other programs, and the kernel's own threads. */
    double foreign() {
        double ours = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.max(0, busy - ours);
    }
}
