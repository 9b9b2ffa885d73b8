package io.drover.agent;

import io.drover.agent.link.LinkCodec;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.Hello;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedAck;
import io.drover.model.link.ObservedBatch;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.transport.netty.server.WebsocketRouteTransport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.util.retry.Retry;

/** The server's end of the agent link, on a port that stays its own while it is down: registration, hello, document stream, reports. */
final class FakeServer implements AutoCloseable {
    /** A closed port is given back when the selector it was registered with looks up, which is soon but not at once. */
    private static final Retry GIVEN_BACK = Retry.fixedDelay(50, Duration.ofMillis(100));

    final LinkCodec codec = new LinkCodec(LinkCodec.mapper());
    final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
    final BlockingQueue<ObservedBatch> batches = new LinkedBlockingQueue<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile boolean acknowledges = true;
    private volatile @Nullable RSocket agent;
    private volatile Sinks.Many<DesiredMessage> desired = newDesired();
    private volatile @Nullable String registered;
    private final DisposableServer server;

    FakeServer(int port) {
        this(port, plain -> plain);
    }

    /** @param secured adds TLS, or nothing */
    FakeServer(int port, UnaryOperator<HttpServer> secured) {
        server = secured.apply(HttpServer.create().host("127.0.0.1").port(port))
                .route(routes -> {
                    routes.get("/v2-beta/register", (request, response) -> {
                        authorizations.add(request.requestHeaders().get("Authorization"));
                        boolean known = registered != null && request.uri().endsWith(registered);
                        return response.header("Content-Type", "application/json")
                                .sendString(Mono.just(
                                        known
                                                ? "{\"data\":[{\"id\":\"1r1\",\"accessKey\":\"AK\",\"secretKey\":\"SK\"}]}"
                                                : "{\"data\":[]}"));
                    });
                    routes.post(
                            "/v2-beta/register",
                            (request, response) -> request.receive()
                                    .aggregate()
                                    .asString()
                                    .flatMap(body -> {
                                        registered = body.replaceAll(".*\"key\":\"([0-9a-f]+)\".*", "$1");
                                        return response.status(201).send().then();
                                    }));
                    routes.ws(
                            "/v1/agent-link",
                            WebsocketRouteTransport.newHandler(RSocketServer.create(acceptor())
                                    .fragment(32 * 1024)
                                    .asConnectionAcceptor()));
                })
                .bind()
                .retryWhen(GIVEN_BACK)
                .blockOptional()
                .orElseThrow();
    }

    private static Sinks.Many<DesiredMessage> newDesired() {
        return Sinks.many().replay().latest();
    }

    int port() {
        return server.port();
    }

    private SocketAcceptor acceptor() {
        return (setup, socket) -> {
            agent = socket;
            hello(setup);
            return Mono.just(new RSocket() {
                @Override
                public Flux<Payload> requestStream(Payload payload) {
                    return LinkCodec.route(payload)
                                    .filter(LinkRoute.DESIRED::equals)
                                    .isPresent()
                            ? desired.asFlux().map(message -> codec.data(message))
                            : Flux.error(new IllegalArgumentException(payload.getMetadataUtf8()));
                }

                @Override
                public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
                    return Flux.from(payloads).concatMap(payload -> {
                        ObservedBatch batch = codec.read(payload, ObservedBatch.class);
                        batches.add(batch);
                        return acknowledges ? Mono.just(codec.data(new ObservedAck(batch.sequence()))) : Mono.empty();
                    });
                }
            });
        };
    }

    private void hello(ConnectionSetupPayload setup) {
        hellos.add(codec.read(setup.retain(), Hello.class)); // The server side releases it itself.
    }

    void wants(DesiredMessage message) {
        desired.tryEmitNext(message).orThrow();
    }

    RSocket agent() {
        return Objects.requireNonNull(agent);
    }

    void cutLink() {
        desired = newDesired();
        agent().dispose();
    }

    @Override
    public void close() {
        server.disposeNow();
        RSocket linked = agent;
        if (linked != null) {
            linked.dispose(); // Closing the door leaves those inside.
        }
    }
}
