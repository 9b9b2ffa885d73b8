package io.drover.proxy.stream;

import io.drover.api.ApiException;
import io.drover.proxy.front.ClientStream;
import io.drover.proxy.front.ClientStream.Close;
import io.drover.proxy.front.DoorHandler;
import io.drover.proxy.front.RevocationLoop;
import io.drover.proxy.front.TokenClient;
import io.drover.proxy.link.AgentLink;
import io.drover.proxy.link.LinkRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Opens client streams: the ticket must be good, for this purpose, unused, and its host linked here. Then a bridge runs. */
public final class TicketHandler {
    private static final List<String> PROTOCOLS = List.of("binary", "base64");
    private static final WebsocketServerSpec PLAIN =
            WebsocketServerSpec.builder().build();
    private static final WebsocketServerSpec WITH_PROTOCOL =
            WebsocketServerSpec.builder().protocols(String.join(",", PROTOCOLS)).build();

    /** The gateway's word; it takes away what clients write there. */
    private static final String CLIENT_IP = "X-API-Client-IP";

    private final DoorHandler door;
    private final TokenClient tickets;
    private final LinkRegistry registry;
    private final RevocationLoop revocations;
    private final StreamMeters meters;
    private final Clock clock;
    private final Duration slowClient;
    private final UsedTickets used = new UsedTickets();

    public TicketHandler(
            DoorHandler door,
            TokenClient tickets,
            LinkRegistry registry,
            RevocationLoop revocations,
            StreamMeters meters,
            Clock clock,
            Duration slowClient) {
        this.door = door;
        this.tickets = tickets;
        this.registry = registry;
        this.revocations = revocations;
        this.meters = meters;
        this.clock = clock;
        this.slowClient = slowClient;
    }

    /** Joins a client with an agent until either goes. */
    @FunctionalInterface
    public interface BridgeHandler {
        Mono<Void> bridge(ClientStream client, AgentLink link, Ticket ticket);
    }

    public Mono<Void> open(
            Purpose purpose, BridgeHandler bridge, HttpServerRequest request, HttpServerResponse response) {
        return door.open(
                request,
                response,
                admit(purpose, request),
                (admitted, _) -> response.sendWebsocket(
                        (in, out) -> Mono.defer(() -> {
                                    meters.opened(purpose);
                                    return bridge.bridge(
                                            new ClientStream(in, out, slowClient, end(admitted)),
                                            admitted.link,
                                            admitted.ticket);
                                })
                                .doFinally(_ -> meters.closed(purpose)),
                        spec(request)));
    }

    /** A stream lives for as long as somebody looks: it must not outlive the access its ticket was given for. */
    private static Mono<Close> end(Admitted admitted) {
        return admitted.watch
                .ended()
                .map(ending -> new Close(
                        ClientStream.POLICY,
                        switch (ending) {
                            case REVOKED -> "the access this stream was opened with has ended";
                            case UNSURE -> "whether access goes on is not known; open the stream again";
                        }));
    }

    /** Reactor Netty does not call the handler when it offers protocols and the client names none of them. */
    private static WebsocketServerSpec spec(HttpServerRequest request) {
        String named = request.requestHeaders().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        boolean isKnown = Stream.of(named.split(",")).map(String::strip).anyMatch(PROTOCOLS::contains);
        return isKnown ? WITH_PROTOCOL : PLAIN;
    }

    /** Comes once and is held until the connection ends. */
    private Flux<Admitted> admit(Purpose purpose, HttpServerRequest request) {
        return Mono.fromSupplier(() -> DoorHandler.token(request))
                .flatMap(tickets::verify)
                .flatMapMany(token -> Flux.using(
                        () -> admit(
                                Ticket.read(
                                        token.getClaims(),
                                        purpose,
                                        request.requestHeaders().get(CLIENT_IP)),
                                token.getClaims()),
                        admitted -> Mono.just(admitted).concatWith(Mono.never()),
                        admitted -> admitted.watch.close()));
    }

    private Admitted admit(Ticket ticket, Map<String, Object> claims) {
        AgentLink link = registry.find(ticket.host())
                .orElseThrow(() -> new ApiException.NotFound(
                        "host '%s' is not connected to this server; try again when it is".formatted(ticket.host())));
        if (!used.use(ticket.id(), ticket.expires(), clock.instant())) {
            throw new ApiException.Unauthorized("this ticket was used already; ask for a new one");
        }
        return new Admitted(ticket, link, revocations.watch(claims));
    }

    private record Admitted(Ticket ticket, AgentLink link, RevocationLoop.Watch watch) {}
}
