package io.drover.gateway;

import io.drover.gateway.GatewayConfig.Parts;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.part.OwnAnswersHandler;
import io.drover.gateway.part.PartGatewayFilter;
import io.drover.gateway.part.PartsClient;
import io.drover.gateway.part.SchemasClient;
import io.drover.gateway.routing.Target;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.Buildable;
import org.springframework.cloud.gateway.route.builder.PredicateSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
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
    RouteLocator routes(RouteLocatorBuilder builder, GatewayProperties settings, Parts parts) {
        GatewayProperties.Services services = settings.services();
        return builder.routes()
                .route("identity-service", to(EnumSet.of(Target.IDENTITY), services.identityUrl(), parts.identity()))
                .route(
                        "scheduler-service",
                        to(EnumSet.of(Target.SCHEDULER), services.schedulerUrl(), parts.scheduler()))
                .route(
                        "websocket-proxy",
                        to(EnumSet.of(Target.STREAMS, Target.TICKET), services.proxyUrl(), parts.proxy()))
                .build();
    }

    private static Function<PredicateSpec, Buildable<Route>> to(Set<Target> targets, URI service, Guarded guarded) {
        return spec -> spec.predicate(goesTo(targets))
                .filters(filters -> filters.filter(new PartGatewayFilter(guarded)))
                .uri(service);
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
