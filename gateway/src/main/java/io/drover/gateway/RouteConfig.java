package io.drover.gateway;

import io.drover.gateway.GatewayConfig.Parts;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.part.HopGatewayFilter;
import io.drover.gateway.part.NearClient;
import io.drover.gateway.part.OwnAnswersHandler;
import io.drover.gateway.part.PartsClient;
import io.drover.gateway.part.SchemasClient;
import io.drover.gateway.part.StraightGatewayFilter;
import io.drover.gateway.part.StreamGatewayFilter;
import io.drover.gateway.routing.Target;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** The routes. Which one a request takes has been decided at the entry; here is only where each leads. */
@Configuration(proxyBeanMethods = false)
class RouteConfig {
    @Bean
    NearClient nearClient(GatewayProperties settings) {
        return new NearClient(settings.gateway().concurrent());
    }

    @Bean
    StraightGatewayFilter routes(
            FilteringWebHandler filters, NearClient near, GatewayProperties settings, Parts parts) {
        String fingerprint = settings.gateway().fingerprint();
        var streams = new StreamGatewayFilter(near, fingerprint);
        GatewayProperties.Services services = settings.services();
        Hops hops = guarded -> new HopGatewayFilter(guarded, near, streams, fingerprint);
        Route proxy = route("websocket-proxy", services.proxyUrl(), hops.to(parts.proxy()));
        return new StraightGatewayFilter(
                Map.of(
                        Target.IDENTITY,
                        route("identity-service", services.identityUrl(), hops.to(parts.identity())),
                        Target.SCHEDULER,
                        route("scheduler-service", services.schedulerUrl(), hops.to(parts.scheduler())),
                        Target.STREAMS,
                        proxy,
                        Target.TICKET,
                        proxy),
                filters);
    }

    private interface Hops {
        HopGatewayFilter to(Guarded part);
    }

    /** Its predicate is never asked. */
    private static Route route(String id, URI service, HopGatewayFilter hop) {
        return Route.async()
                .id(id)
                .uri(service)
                .predicate(_ -> false)
                .filter(hop)
                .build();
    }

    private static Predicate<ServerWebExchange> goesTo(Set<Target> targets) {
        return exchange -> {
            Arrival arrival = exchange.getAttribute(Arrival.ATTRIBUTE);
            return arrival != null && targets.contains(arrival.destination().target());
        };
    }

    @Bean
    RouterFunction<ServerResponse> ownAnswers(
            InternalClients clients, GatewayProperties settings, Parts parts, JsonMapper gatewayJson) {
        URI identity = settings.services().identityUrl();
        URI scheduler = settings.services().schedulerUrl();
        OwnAnswersHandler handler = new OwnAnswersHandler(
                new PartsClient(List.of(
                        new PartsClient.Part("identity-service", clients.internal("identity-health", identity)),
                        new PartsClient.Part("scheduler-service", clients.internal("scheduler-health", scheduler)))),
                new SchemasClient(List.of(
                        new SchemasClient.Source(clients.forwarding("identity-service", identity), parts.identity()),
                        new SchemasClient.Source(
                                clients.forwarding("scheduler-service", scheduler), parts.scheduler()))),
                gatewayJson);
        return RouterFunctions.route(is(Target.PING), handler::ping)
                .andRoute(is(Target.VERSIONS), handler::versions)
                .andRoute(is(Target.MERGED), handler::merged);
    }

    private static RequestPredicate is(Target target) {
        return request -> goesTo(EnumSet.of(target)).test(request.exchange());
    }
}
