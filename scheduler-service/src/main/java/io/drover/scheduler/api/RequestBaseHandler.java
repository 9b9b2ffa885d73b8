package io.drover.scheduler.api;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Keeps the public base address of the request for those who hand out addresses of streams. */
public final class RequestBaseHandler implements WebFilter {
    private static final String HEADER = "X-Drover-Base";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String base = exchange.getRequest().getHeaders().getFirst(HEADER);
        return base == null
                ? chain.filter(exchange)
                : chain.filter(exchange).contextWrite(context -> context.put(StreamTicketHandler.BASE, base));
    }
}
