package io.drover.proxy.link;

import io.drover.api.ApiException;
import io.drover.api.security.Caller;
import io.drover.api.security.CallerReader;
import io.drover.model.Role;
import io.drover.model.link.Hello;
import io.drover.proxy.front.DoorHandler;
import io.drover.proxy.front.TokenClient;
import io.drover.proxy.link.SchedulerClient.HelloRequest;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.call.PartUnavailable;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketServer;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.transport.netty.server.WebsocketRouteTransport;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import tools.jackson.core.JacksonException;

/**
 * {@code /v1/agent-link}: verifies the agent's internal token on the upgrade, then speaks RSocket. The agent's identity comes
 * from the token alone, the first words ({@link Hello}) only describe its machine.
 */
public final class AgentLinkHandler {
    /** Gateways limit a WebSocket frame to 64 KiB. */
    private static final int FRAGMENT = 32 * 1024;

    private static final int MAX_FRAME = 1024 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final WebsocketServerSpec WEBSOCKET =
            WebsocketServerSpec.builder().maxFramePayloadLength(MAX_FRAME).build();

    private final DoorHandler door;
    private final TokenClient tokens;
    private final SchedulerClient scheduler;
    private final LinkRegistry registry;
    private final LinkCodec codec;
    private final Subscriptions subscriptions;

    public AgentLinkHandler(
            DoorHandler door,
            TokenClient tokens,
            SchedulerClient scheduler,
            LinkRegistry registry,
            LinkCodec codec,
            Subscriptions subscriptions) {
        this.door = door;
        this.tokens = tokens;
        this.scheduler = scheduler;
        this.registry = registry;
        this.codec = codec;
        this.subscriptions = subscriptions;
    }

    public Mono<Void> open(HttpServerRequest request, HttpServerResponse response) {
        return door.open(
                request,
                response,
                agent(request).flux(),
                (caller, _) -> response.sendWebsocket(
                        WebsocketRouteTransport.newHandler(
                                RSocketServer.create((setup, socket) -> accept(caller, setup, socket))
                                        .fragment(FRAGMENT)
                                        .maxInboundPayloadSize(MAX_MESSAGE)
                                        .asConnectionAcceptor(MAX_FRAME)),
                        WEBSOCKET));
    }

    private Mono<Caller> agent(HttpServerRequest request) {
        return Mono.fromSupplier(() -> DoorHandler.token(request))
                .flatMap(tokens::verify)
                .map(token -> requireAgent(CallerReader.read(token.getClaims())));
    }

    private static Caller requireAgent(Caller caller) {
        if (caller.role() != Role.AGENT || caller.agent() == 0) {
            throw new ApiException.Forbidden("only agents open links; role '%s' does not"
                    .formatted(caller.role().wire()));
        }
        caller.requireEnvironment();
        return caller;
    }

    private Mono<RSocket> accept(Caller caller, ConnectionSetupPayload setup, RSocket socket) {
        return Mono.fromSupplier(() -> hello(setup))
                .flatMap(hello ->
                        scheduler.hello(request(caller, hello)).map(host -> linked(registry.open(host, socket), hello)))
                .onErrorMap(RuntimeException.class, AgentLinkHandler::rejected);
    }

    private RSocket linked(AgentLink link, Hello hello) {
        subscriptions.once(
                "agent-link", link.agent().onClose().onErrorComplete().doFinally(_ -> registry.closed(link)));
        return new AgentRequestHandler(link.host(), hello.known(), scheduler, codec);
    }

    private Hello hello(ConnectionSetupPayload setup) {
        if (setup.keepAliveMaxLifetime() > LONGEST_SILENCE.toMillis()) {
            throw new RejectedSetupException("an agent must be heard of within %d s, not %d s"
                    .formatted(LONGEST_SILENCE.toSeconds(), setup.keepAliveMaxLifetime() / 1000));
        }
        try {
            setup.retain(); // Reading releases once; the framework releases again.
            Hello hello = codec.read(setup, Hello.class);
            if (hello.protocol() != Hello.PROTOCOL) {
                throw new RejectedSetupException(
                        "this server speaks agent protocol %d, agent %s speaks %d: install the agent that belongs to the server"
                                .formatted(Hello.PROTOCOL, hello.agentVersion(), hello.protocol()));
            }
            return hello;
        } catch (JacksonException e) {
            throw new RejectedSetupException("the agent's first words cannot be read: " + e.getOriginalMessage());
        }
    }

    private static HelloRequest request(Caller caller, Hello hello) {
        Caller.Environment environment = caller.requireEnvironment();
        return new HelloRequest(
                caller.agent(), environment.id().value(), environment.uuid(), environment.name(), hello);
    }

    private static RuntimeException rejected(RuntimeException error) {
        return switch (error) {
            case RejectedSetupException already -> already;
            case SchedulerClient.Refused refused -> new RejectedSetupException(String.valueOf(refused.getMessage()));
            case PartUnavailable away -> new RejectedSetupException(away.sentence());
            default -> error;
        };
    }
}
