package io.drover.runtime.loop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Scheduler and clock on one timeline. The test kit has the public one; it depends on this module. */
public final class VirtualTime extends Clock {
    public final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    public LoopRuntime runtime() {
        return new LoopRuntime(scheduler, this, meters);
    }

    public void advance(Duration duration) {
        scheduler.advanceTimeBy(duration);
    }

    public void settle() {
        scheduler.advanceTime();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(scheduler.now(TimeUnit.NANOSECONDS));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
