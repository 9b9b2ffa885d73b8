package io.drover.proxy.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code drover.proxy.streams} (open now) and {@code drover.proxy.bytes} (to clients and from them), by purpose. */
public final class StreamMeters {
    private final Map<Purpose, AtomicInteger> open = new EnumMap<>(Purpose.class);
    private final Map<Purpose, Counter> sent = new EnumMap<>(Purpose.class);
    private final Map<Purpose, Counter> received = new EnumMap<>(Purpose.class);

    public StreamMeters(MeterRegistry meters) {
        for (Purpose purpose : Purpose.values()) {
            AtomicInteger now = new AtomicInteger();
            open.put(purpose, now);
            meters.gauge(
                    "drover.proxy.streams",
                    java.util.List.of(io.micrometer.core.instrument.Tag.of("purpose", purpose.wire())),
                    now);
            sent.put(purpose, bytes(meters, purpose, "out"));
            received.put(purpose, bytes(meters, purpose, "in"));
        }
    }

    private static Counter bytes(MeterRegistry meters, Purpose purpose, String direction) {
        return Counter.builder("drover.proxy.bytes")
                .tag("purpose", purpose.wire())
                .tag("direction", direction)
                .baseUnit("bytes")
                .register(meters);
    }

    void opened(Purpose purpose) {
        java.util.Objects.requireNonNull(open.get(purpose)).incrementAndGet();
    }

    void closed(Purpose purpose) {
        java.util.Objects.requireNonNull(open.get(purpose)).decrementAndGet();
    }

    void sent(Purpose purpose, int bytes) {
        java.util.Objects.requireNonNull(sent.get(purpose)).increment(bytes);
    }

    void received(Purpose purpose, int bytes) {
        java.util.Objects.requireNonNull(received.get(purpose)).increment(bytes);
    }
}
