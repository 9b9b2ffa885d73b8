package io.drover.runtime;

import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Time, identities and dice: the only place they come from. */
@Configuration(proxyBeanMethods = false)
public class TimeConfig {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Ids ids() {
        return UUID::randomUUID;
    }

    /** Fit for secrets. */
    @Bean
    RandomGenerator randomGenerator() {
        return new SecureRandom();
    }

    /** Loops run here; passes do not block. */
    @Bean
    Scheduler loopScheduler() {
        return Schedulers.parallel();
    }

    @Bean
    LoopRuntime loopRuntime(Scheduler loopScheduler, Clock clock, MeterRegistry meters) {
        return new LoopRuntime(loopScheduler, clock, meters);
    }

    @Bean
    Invariants invariants(MeterRegistry meters) {
        return new Invariants(meters);
    }

    @Bean
    Subscriptions subscriptions(LoopRuntime loopRuntime) {
        return new Subscriptions(loopRuntime);
    }
}
