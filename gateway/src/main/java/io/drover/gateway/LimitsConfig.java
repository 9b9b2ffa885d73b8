package io.drover.gateway;

import io.drover.gateway.limit.RateLimits;
import io.drover.gateway.limit.SharedLimitsClient;
import io.drover.gateway.limit.SharedLimitsLoop;
import io.drover.runtime.Subscriptions;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits, and Redis when several gateways are to share them. */
@Configuration(proxyBeanMethods = false)
class LimitsConfig {
    @Bean
    RateLimits rateLimits(GatewayProperties settings) {
        GatewayProperties.Limits limits = settings.gateway().limits();
        return new RateLimits(limits.account(), limits.stranger());
    }

    @Bean(destroyMethod = "close")
    SharedLimits sharedLimits(
            GatewayProperties settings, RateLimits limits, MeterRegistry meters, Subscriptions subscriptions) {
        String url = settings.redis().url();
        if (url.isEmpty()) {
            return new SharedLimits(null);
        }
        SharedLimitsClient redis = new SharedLimitsClient(url, meters);
        subscriptions.keep("shared limits", new SharedLimitsLoop(limits, redis, meters).run());
        return new SharedLimits(redis);
    }

    /** @param redis null: this gateway counts alone */
    record SharedLimits(@Nullable SharedLimitsClient redis) {
        void close() {
            if (redis != null) {
                redis.close();
            }
        }
    }
}
