package io.drover.runtime.loop;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Meters of one loop: {@code drover.loop.pass} (count and duration, by outcome {@code done} or {@code failed}) and
 * {@code drover.loop.keys} (keys that wait, run or have a wake-up).
 */
final class LoopMetrics {
    private final Timer done;
    private final Timer failed;

    LoopMetrics(String loop, MeterRegistry meters, Supplier<Number> keys) {
        this.done = timer(loop, "done", meters);
        this.failed = timer(loop, "failed", meters);
        Gauge.builder("drover.loop.keys", keys).tag("loop", loop).register(meters);
    }

    void done(Duration took) {
        done.record(took);
    }

    void failed(Duration took) {
        failed.record(took);
    }

    private static Timer timer(String loop, String outcome, MeterRegistry meters) {
        return Timer.builder("drover.loop.pass")
                .tag("loop", loop)
                .tag("outcome", outcome)
                .register(meters);
    }
}
