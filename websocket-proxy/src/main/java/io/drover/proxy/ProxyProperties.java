package io.drover.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the websocket-proxy, under {@code drover.proxy}.
 *
 * @param slowClient a client that takes nothing for so long is dropped
 * @param pingEvery how often a subscription says {@code ping}
 * @param queuedEvents a subscriber that many events behind is dropped
 * @param maxLinks agents linked to this process at most
 */
@ConfigurationProperties(prefix = "drover.proxy", ignoreUnknownFields = false)
public record ProxyProperties(
        @DefaultValue("10s") Duration slowClient,
        @DefaultValue("5s") Duration pingEvery,
        @DefaultValue("100") int queuedEvents,
        @DefaultValue("2000") int maxLinks) {}
