package io.drover.gateway.limit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the other gateways ten times a second what this one let pass, and takes over what they did. Without Redis each counts
 * alone: the limits are less exact then, and nobody waits.
 */
public final class SharedLimitsLoop {
    private static final Logger log = LoggerFactory.getLogger(SharedLimitsLoop.class);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final RateLimits limits;
    private final SharedLimitsClient redis;

    /** 1: what was said last was heard. */
    private final AtomicInteger isShared = new AtomicInteger(1);

    /** Gives the metric {@code drover.gateway.limits.shared}. */
    public SharedLimitsLoop(RateLimits limits, SharedLimitsClient redis, MeterRegistry meters) {
        this.limits = limits.shared();
        this.redis = redis;
        meters.gauge("drover.gateway.limits.shared", isShared);
    }

    /** Without end. */
    public Flux<Integer> run() {
        return Flux.interval(EVERY).onBackpressureDrop().concatMap(_ -> exchange());
    }

    /** What could not be said is not said later: it would be counted when it is long over. */
    private Mono<Integer> exchange() {
        List<SharedCount> counts = limits.unsaid();
        if (counts.isEmpty()) {
            return Mono.empty();
        }
        return redis.take(counts)
                .map(left -> {
                    left.forEach(one -> limits.heard(one.of(), one.tokens()));
                    told(true, "");
                    return left.size();
                })
                // Whatever it is, no request may suffer by it: this gateway counts alone.
                .onErrorResume(error -> {
                    told(false, String.valueOf(error.getMessage()));
                    return Mono.empty();
                });
    }

    /** One line when it is lost and one when it is back. */
    private void told(boolean isHeard, String why) {
        if (isShared.getAndSet(isHeard ? 1 : 0) == (isHeard ? 1 : 0)) {
            return;
        }
        if (isHeard) {
            log.info("limits are shared with the other gateways again");
        } else {
            log.warn(
                    "limits are not shared with the other gateways: {}; this gateway counts alone until Redis is back",
                    why);
        }
    }
}
