package io.drover.runtime.loop;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import reactor.core.scheduler.Scheduler;

/**
 * What every loop runs on. The clock decisions see and the scheduler that wakes them share one timeline, so that tests can
 * put both on virtual time.
 */
public record LoopRuntime(Scheduler scheduler, Clock clock, MeterRegistry meters) {}
