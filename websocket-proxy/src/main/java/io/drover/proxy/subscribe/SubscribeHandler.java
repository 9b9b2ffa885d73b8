package io.drover.proxy.subscribe;

import io.drover.api.ApiException;
import io.drover.proxy.front.ClientStream;
import io.drover.proxy.front.ClientStream.Close;
import io.drover.proxy.front.DoorHandler;
import io.drover.proxy.front.RevocationLoop;
import io.drover.proxy.front.RevocationLoop.Ending;
import io.drover.proxy.front.TokenClient;
import io.drover.runtime.Ids;
import io.drover.runtime.loop.LoopRuntime;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.security.oauth2.jwt.Jwt;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code /v2-beta/subscribe}: a ping at once and every few seconds, and between them the events of all services. When one ends its
 * stream, so does the subscription: the client subscribes again and lists, and misses nothing. A client that is too far behind
 * is dropped. Whose access has ended hears {@code logout} and is let go; when that cannot be known, everybody has to come again.
 */
public final class SubscribeHandler {
    private static final List<String> FORWARDED = List.of("X-Drover-Base", "X-API-Client-IP");

    /** A browser has one for each of its pages. */
    private static final int PER_ACCOUNT = 64;

    private static final int RETRY_SECONDS = 5;

    private final DoorHandler door;
    private final TokenClient tokens;
    private final List<EventClient> services;
    private final RevocationLoop revocations;
    private final LoopRuntime runtime;
    private final Ids ids;
    private final Limits limits;
    private final Places places = new Places(PER_ACCOUNT);

    /**
     * @param pingEvery between pings
     * @param queued messages a client may be behind
     * @param slowClient time without taking anything
     */
    public record Limits(Duration pingEvery, int queued, Duration slowClient) {}

    public SubscribeHandler(
            DoorHandler door,
            TokenClient tokens,
            List<EventClient> services,
            RevocationLoop revocations,
            LoopRuntime runtime,
            Ids ids,
            Limits limits) {
        this.door = door;
        this.tokens = tokens;
        this.services = services;
        this.revocations = revocations;
        this.runtime = runtime;
        this.ids = ids;
        this.limits = limits;
    }

    public Mono<Void> open(HttpServerRequest request, HttpServerResponse response) {
        Flux<String> messages = Mono.fromSupplier(() -> DoorHandler.token(request))
                .flatMap(tokens::verify)
                .flatMapMany(token -> messages(request, token));
        return door.open(
                request,
                response,
                messages,
                (_, all) -> response.sendWebsocket(
                        (in, out) -> bridge(new ClientStream(in, out, limits.slowClient()), all)));
    }

    /** Listens for the end of the access before the services are asked: nobody looks at the token again after that. */
    private Flux<String> messages(HttpServerRequest request, Jwt token) {
        return Flux.using(
                () -> place(token),
                place -> {
                    String query = query(request);
                    Map<String, String> headers = forwarded(request, token.getTokenValue());
                    return events(services, query, headers, lines -> messages(lines, place.watch));
                },
                Place::close);
    }

    /** One service after the other says yes, then all are read together. */
    private static Flux<String> events(
            List<EventClient> services,
            String query,
            Map<String, String> headers,
            UnaryOperator<Flux<String>> accepted) {
        EventClient first = services.getFirst();
        List<EventClient> others = services.subList(1, services.size());
        return first.subscribe(
                query,
                headers,
                lines -> others.isEmpty()
                        ? accepted.apply(lines)
                        : events(others, query, headers, more -> accepted.apply(together(lines, more))));
    }

    /** Ends when one of them does: the client must not go on with a part of the events. */
    private static Flux<String> together(Flux<String> some, Flux<String> more) {
        return Flux.merge(some.concatWith(ended()), more.concatWith(ended()));
    }

    private static Mono<String> ended() {
        return Mono.error(() -> new IllegalStateException("the events ended; subscribe and list again"));
    }

    private Place place(Jwt token) {
        String account = String.valueOf(token.getSubject());
        if (!places.take(account)) {
            throw new ApiException.TooMany(
                    RETRY_SECONDS, "this account has %d subscriptions open already; close some".formatted(PER_ACCOUNT));
        }
        return new Place(places, account, revocations.watch(token.getClaims()));
    }

    /** What a subscription holds for as long as it lives. */
    private record Place(Places places, String account, RevocationLoop.Watch watch) {
        void close() {
            watch.close();
            places.giveBack(account);
        }
    }

    private Flux<String> messages(Flux<String> lines, RevocationLoop.Watch watch) {
        Flux<String> pings = Flux.interval(limits.pingEvery(), runtime.scheduler())
                .onBackpressureDrop()
                .map(_ -> named("ping"));
        Flux<String> live = lines.concatWith(ended())
                .mergeWith(pings)
                .onBackpressureBuffer(limits.queued(), BufferOverflowStrategy.ERROR)
                .onErrorMap(
                        reactor.core.Exceptions::isOverflow,
                        _ -> new IllegalStateException(
                                "more than %d messages behind; subscribe and list again".formatted(limits.queued())));
        return Flux.concat(
                Mono.fromSupplier(() -> named("ping")),
                live.takeUntilOther(watch.ended()),
                watch.ended().map(this::farewell));
    }

    private static Mono<Void> bridge(ClientStream client, Flux<String> messages) {
        Mono<Void> sent = client.send(messages.map(ClientStream::text), () -> new Close(ClientStream.GOING_AWAY, ""));
        return Mono.firstWithSignal(sent, client.ignoreInput());
    }

    /** Decided after the events were let go: an error of what ends them would not cancel them. */
    private String farewell(Ending ending) {
        return switch (ending) {
            case REVOKED -> named("logout");
            case UNSURE ->
                throw new IllegalStateException("whether access goes on is not known; subscribe and list again");
        };
    }

    private String named(String name) {
        return "{\"id\":\"%s\",\"name\":\"%s\",\"time\":%d}"
                .formatted(ids.uuid(), name, runtime.clock().millis());
    }

    private static String query(HttpServerRequest request) {
        int mark = request.uri().indexOf('?');
        return mark < 0 ? "" : request.uri().substring(mark + 1);
    }

    private static Map<String, String> forwarded(HttpServerRequest request, String token) {
        HttpHeaders given = request.requestHeaders();
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer " + token);
        for (String name : FORWARDED) {
            String value = given.get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }
}
