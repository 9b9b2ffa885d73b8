package io.drover.gateway;

import io.drover.gateway.GatewayConfig.Parts;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.part.HopGatewayFilter;
import io.drover.gateway.part.OwnAnswersHandler;
import io.drover.gateway.part.PartGatewayFilter;
import io.drover.gateway.part.PartsClient;
import io.drover.gateway.part.SchemasClient;
import io.drover.gateway.part.StraightGatewayFilter;
import io.drover.gateway.routing.Target;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** The routes. Which one a request takes has been decided at the entry; here is only where each leads. */
@Configuration(proxyBeanMethods = false)
class RouteConfig {
    private static final int CONNECT_MILLIS = 2000;

    @Bean
    StraightGatewayFilter routes(FilteringWebHandler filters, GatewayProperties settings, Parts parts) {
        GatewayProperties.Services services = settings.services();
        Route proxy = route("websocket-proxy", services.proxyUrl(), parts.proxy());
        Route identity = route("identity-service", services.identityUrl(), parts.identity());
        return new StraightGatewayFilter(
                Map.of(
                        Target.IDENTITY,
                        identity,
                        Target.OAUTH,
                        identity,
                        Target.SCHEDULER,
                        route("scheduler-service", services.schedulerUrl(), parts.scheduler()),
                        Target.STREAMS,
                        proxy,
                        Target.TICKET,
                        proxy),
                filters);
    }

    /** Its predicate is never asked. */
    private static Route route(String id, URI service, Guarded guarded) {
        return Route.async()
                .id(id)
                .uri(service)
                .predicate(_ -> false)
                .filter(new PartGatewayFilter(guarded))
                .build();
    }

    /** Said once and not for every request, which would copy the client's settings each time. */
    @Bean
    HttpClientCustomizer shortConnects() {
        return client -> client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    /** Goes with the framework's hop, and is gone with it. */
    @Bean
    NettyWriteResponseFilter writeResponse(
            org.springframework.cloud.gateway.config.GatewayProperties properties,
            ObjectProvider<List<HttpHeadersFilter>> filters) {
        return new NettyWriteResponseFilter(properties.getStreamingMediaTypes(), filters);
    }

    @Bean
    HopGatewayFilter hop(
            HttpClient client, ObjectProvider<List<HttpHeadersFilter>> filters, HttpClientProperties properties) {
        return new HopGatewayFilter(client, filters, properties);
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
