package io.drover.proxy;

import io.drover.api.audit.AuditTrail;
import io.drover.api.web.ApiErrorHandler;
import io.drover.proxy.front.DoorHandler;
import io.drover.proxy.front.RevocationLoop;
import io.drover.proxy.front.TokenClient;
import io.drover.proxy.link.AgentLinkHandler;
import io.drover.proxy.link.LinkCodec;
import io.drover.proxy.link.LinkRegistry;
import io.drover.proxy.link.SchedulerClient;
import io.drover.proxy.stream.ExecStream;
import io.drover.proxy.stream.LogsStream;
import io.drover.proxy.stream.Purpose;
import io.drover.proxy.stream.ShellLog;
import io.drover.proxy.stream.StatsStream;
import io.drover.proxy.stream.StreamMeters;
import io.drover.proxy.stream.TicketHandler;
import io.drover.proxy.subscribe.EventClient;
import io.drover.proxy.subscribe.SubscribeHandler;
import io.drover.runtime.Ids;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import io.drover.runtime.loop.LoopRuntime;
import io.drover.runtime.setting.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.databind.json.JsonMapper;

/** The wiring: which path is answered by whom, and what each is made of. */
@Configuration(proxyBeanMethods = false)
class ProxyConfig {
    /** Connections for requests that are answered at once. */
    private static final int REQUEST_CONNECTIONS = 320;

    /** Each holds a connection for as long as it lives. */
    private static final int SUBSCRIPTIONS = 2000;

    /** The stream of revocations has a heartbeat every five seconds. */
    private static final Duration REVOCATION_SILENCE = Duration.ofSeconds(12);

    @Bean
    InternalClients internalClients(Environment environment) {
        return new InternalClients(WebClient.builder(), secret(environment), REQUEST_CONNECTIONS);
    }

    private static String secret(Environment environment) {
        return environment.getRequiredProperty("drover.internal.secret");
    }

    private static URI scheduler(Environment environment) {
        return URI.create(environment.getRequiredProperty("drover.services.scheduler-url"));
    }

    private static URI identity(Environment environment) {
        return URI.create(environment.getRequiredProperty("drover.services.identity-url"));
    }

    @Bean
    @Order(-2)
    ApiErrorHandler apiErrorHandler(JsonMapper json, Ids ids) {
        return new ApiErrorHandler(json, ids);
    }

    @Bean
    DoorHandler doorHandler(JsonMapper json, Ids ids) {
        return new DoorHandler(json, ids);
    }

    @Bean
    LinkCodec linkCodec(JsonMapper json) {
        return new LinkCodec(json);
    }

    @Bean
    LinkRegistry linkRegistry(MeterRegistry meters) {
        LinkRegistry registry = new LinkRegistry();
        meters.gauge("drover.proxy.links", registry, LinkRegistry::size);
        return registry;
    }

    @Bean
    SchedulerClient schedulerClient(
            InternalClients clients,
            Environment environment,
            ProxyProperties properties,
            JsonMapper json,
            MeterRegistry meters) {
        InternalClients streams = new InternalClients(WebClient.builder(), secret(environment), properties.maxLinks());
        return new SchedulerClient(
                clients.internal("scheduler-service", scheduler(environment)),
                streams.internal("scheduler-documents", scheduler(environment)),
                json,
                properties.maxLinks(),
                meters);
    }

    @Bean
    TokenClient internalTokens(InternalClients clients, Environment environment, Clock clock, MeterRegistry meters) {
        return tokens("drover", clients, environment, clock, meters);
    }

    @Bean
    TokenClient ticketTokens(InternalClients clients, Environment environment, Clock clock, MeterRegistry meters) {
        return tokens("drover-stream", clients, environment, clock, meters);
    }

    private static TokenClient tokens(
            String audience, InternalClients clients, Environment environment, Clock clock, MeterRegistry meters) {
        URI identity = identity(environment);
        return new TokenClient(
                audience, clients.forwarding("identity-service", identity), identity + "/internal/jwks", clock, meters);
    }

    @Bean
    AgentLinkHandler agentLinkHandler(
            DoorHandler door,
            TokenClient internalTokens,
            SchedulerClient scheduler,
            LinkRegistry registry,
            LinkCodec codec,
            Subscriptions subscriptions) {
        return new AgentLinkHandler(door, internalTokens, scheduler, registry, codec, subscriptions);
    }

    @Bean
    StreamMeters streamMeters(MeterRegistry meters) {
        return new StreamMeters(meters);
    }

    @Bean
    ShellLog shellLog(AuditTrail trail, Clock clock, LiveSettings settings) {
        return new ShellLog(trail, clock, settings);
    }

    @Bean
    TicketHandler ticketHandler(
            DoorHandler door,
            TokenClient ticketTokens,
            LinkRegistry registry,
            RevocationLoop revocations,
            StreamMeters meters,
            Clock clock,
            ProxyProperties properties) {
        return new TicketHandler(door, ticketTokens, registry, revocations, meters, clock, properties.slowClient());
    }

    @Bean
    SubscribeHandler subscribeHandler(
            DoorHandler door,
            TokenClient internalTokens,
            Environment environment,
            MeterRegistry meters,
            RevocationLoop revocations,
            LoopRuntime runtime,
            Ids ids,
            ProxyProperties properties) {
        return new SubscribeHandler(
                door,
                internalTokens,
                eventClients(environment, meters),
                revocations,
                runtime,
                ids,
                new SubscribeHandler.Limits(
                        properties.pingEvery(), properties.queuedEvents(), properties.slowClient()));
    }

    @Bean
    RevocationLoop revocationLoop(
            InternalClients clients, Environment environment, MeterRegistry meters, Subscriptions subscriptions) {
        Guarded guarded = new Guarded(
                CallPolicy.stream("identity-service (revocations)", REVOCATION_SILENCE, REVOCATION_SILENCE, 4), meters);
        RevocationLoop loop =
                new RevocationLoop(clients.internal("identity-revocations", identity(environment)), guarded);
        subscriptions.keep("revocations", loop.follow());
        return loop;
    }

    private static List<EventClient> eventClients(Environment environment, MeterRegistry meters) {
        return List.of(
                eventClient("scheduler-service", scheduler(environment), environment, meters),
                eventClient("identity-service", identity(environment), environment, meters));
    }

    private static EventClient eventClient(String service, URI address, Environment environment, MeterRegistry meters) {
        InternalClients streams = new InternalClients(WebClient.builder(), secret(environment), SUBSCRIPTIONS);
        return new EventClient(
                service, streams.forwarding(service + "-events", address), address, SUBSCRIPTIONS, meters);
    }

    @Bean
    NettyRouteProvider webSockets(
            AgentLinkHandler links,
            TicketHandler tickets,
            SubscribeHandler subscriptions,
            LinkCodec codec,
            StreamMeters meters,
            ShellLog shells) {
        LogsStream logs = new LogsStream(codec, meters);
        ExecStream exec = new ExecStream(codec, meters, shells);
        StatsStream stats = new StatsStream(codec, meters);
        return routes -> {
            routes.get("/v1/agent-link", links::open)
                    .get("/v2-beta/subscribe", subscriptions::open)
                    .get("/v1/subscribe", subscriptions::open);
            streams(routes, "/v1/logs", Purpose.LOGS, logs, tickets);
            streams(routes, "/v1/exec", Purpose.EXEC, exec, tickets);
            for (String path : new String[] {"/v1/stats", "/v1/hoststats", "/v1/containerstats"}) {
                streams(routes, path, Purpose.STATS, stats, tickets);
            }
            return routes;
        };
    }

    /** With and without the slash at the end: clients of the reference write both. */
    private static void streams(
            HttpServerRoutes routes,
            String path,
            Purpose purpose,
            TicketHandler.BridgeHandler bridge,
            TicketHandler tickets) {
        for (String variant : new String[] {path, path + "/", path + "/{id}"}) {
            routes.get(variant, (request, response) -> tickets.open(purpose, bridge, request, response));
        }
    }
}
