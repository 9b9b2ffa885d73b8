package io.drover.api.events;

import io.drover.api.security.RoutePolicy;
import io.drover.api.web.ResourceViewHandler;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.ChangeStream;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For services whose resources change: they have a change feed. */
@Configuration(proxyBeanMethods = false)
public class EventConfig {
    @Bean
    SubscribeController subscribeController(ResourceViewHandler resources, ChangeStream changes, Ids ids, Clock clock) {
        return new SubscribeController(resources, changes, ids, clock);
    }

    @Bean
    RoutePolicy subscribePolicy() {
        return SubscribeController.policy();
    }
}
