package io.drover.testkit;

import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A clock that reads a virtual-time scheduler: decisions and timers share one timeline, which starts at
 * {@link #START} and moves only by {@link #advance}.
 */
public final class VirtualClock extends Clock {
    /** An ordinary Monday, so that no test meets the year 1970 by accident. */
    public static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private final VirtualTimeScheduler scheduler;

    private VirtualClock(VirtualTimeScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A timeline of its own; nothing global is replaced. */
    public static VirtualClock create() {
        return new VirtualClock(VirtualTimeScheduler.create());
    }

    /** Reads a scheduler that somebody else moves, e.g. {@code StepVerifier.withVirtualTime}. */
    public static VirtualClock of(VirtualTimeScheduler scheduler) {
        return new VirtualClock(scheduler);
    }

    public VirtualTimeScheduler scheduler() {
        return scheduler;
    }

    /** Loops on this timeline. */
    public LoopRuntime runtime(MeterRegistry meters) {
        return new LoopRuntime(scheduler, this, meters);
    }

    /** Lets time pass; everything due runs on this thread. */
    public void advance(Duration duration) {
        scheduler.advanceTimeBy(duration);
    }

    @Override
    public Instant instant() {
        return START.plusNanos(scheduler.now(TimeUnit.NANOSECONDS));
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
