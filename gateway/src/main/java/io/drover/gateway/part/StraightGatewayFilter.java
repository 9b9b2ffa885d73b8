package io.drover.gateway.part;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.drover.gateway.entry.Arrival;
import io.drover.gateway.entry.ForwardedRequest;
import io.drover.gateway.routing.Target;
import java.util.Map;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Hands a request to its route. Which one it is was decided at the entry: looking for it again, handler mapping by handler
 * mapping and predicate by predicate, and building its address from parts, took a fifth of the time of a request.
 */
public final class StraightGatewayFilter implements WebFilter, Ordered {
    private final Map<Target, Route> routes;
    private final FilteringWebHandler filters;

    /** @param routes those of targets that are not here go on to the gateway's own answers */
    public StraightGatewayFilter(Map<Target, Route> routes, FilteringWebHandler filters) {
        this.routes = Map.copyOf(routes);
        this.filters = filters;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
        Route route = arrival == null ? null : routes.get(arrival.destination().target());
        if (arrival == null || route == null) {
            return chain.filter(exchange);
        }
        Map<String, Object> attributes = exchange.getAttributes();
        attributes.put(GATEWAY_ROUTE_ATTR, route);
        attributes.put(
                GATEWAY_REQUEST_URL_ATTR,
                ForwardedRequest.uri(route.getUri().toString(), exchange.getRequest(), arrival));
        return filters.handle(exchange);
    }

    /** After the entry. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 200;
    }
}
