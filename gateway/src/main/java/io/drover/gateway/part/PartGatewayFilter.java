package io.drover.gateway.part;

import io.drover.gateway.entry.Arrival;
import io.drover.runtime.call.Guarded;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Timeout, circuit breaker and bulkhead of one part's route. They end when the part's answer begins: a client that reads
 * slowly is no fault of the part. WebSockets are not counted, they may live for days.
 */
public final class PartGatewayFilter implements GatewayFilter, Ordered {
    private final Guarded guarded;

    public PartGatewayFilter(Guarded guarded) {
        this.guarded = guarded;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        Mono<Void> call = chain.filter(exchange);
        return arrival != null && arrival.isUpgrade() ? call : guarded.mono(call);
    }

    /** Inside the filter that writes the answer (-1), around the one that asks the part. */
    @Override
    public int getOrder() {
        return 0;
    }
}
