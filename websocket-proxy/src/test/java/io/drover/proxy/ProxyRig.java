package io.drover.proxy;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;

/** The proxy as it ships, on a free port, with the suite around it faked over HTTP. */
final class ProxyRig implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(15);

    final FakeSuite suite;
    private final ConfigurableApplicationContext context;

    ProxyRig() throws Exception {
        suite = new FakeSuite();
        context = ProxyApplication.builder()
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--drover.internal.secret=" + FakeSuite.SECRET,
                        "--drover.services.identity-url=" + suite.identityUrl(),
                        "--drover.services.scheduler-url=" + suite.url(),
                        "--drover.proxy.slow-client=1s",
                        "--drover.proxy.ping-every=300ms");
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A client's open WebSocket. */
    final class Client {
        final List<String> received = new CopyOnWriteArrayList<>();
        final Sinks.Many<WebSocketFrame> input = Sinks.many().unicast().onBackpressureBuffer();
        final Sinks.One<WebSocketCloseStatus> closed = Sinks.one();
        final Sinks.One<Throwable> failed = Sinks.one();
        private Disposable connection = reactor.core.Disposables.disposed();

        void send(String text) {
            input.tryEmitNext(new TextWebSocketFrame(text)).orThrow();
        }

        void leave() {
            connection.dispose();
        }

        WebSocketCloseStatus awaitClose() {
            return java.util.Objects.requireNonNull(closed.asMono().block(LIMIT));
        }
    }

    Client open(String pathAndQuery, String... headers) {
        return open(WebsocketClientSpec.builder().build(), pathAndQuery, headers);
    }

    Client open(WebsocketClientSpec spec, String pathAndQuery, String... headers) {
        Client client = new Client();
        client.connection = http(headers)
                .websocket(spec)
                .uri(pathAndQuery)
                .handle((in, out) -> Flux.merge(
                        in.aggregateFrames()
                                .receiveFrames()
                                .doOnNext(frame ->
                                        client.received.add(frame.content().toString(StandardCharsets.UTF_8))),
                        in.receiveCloseStatus()
                                .doOnNext(client.closed::tryEmitValue)
                                .then(),
                        out.sendObject(client.input.asFlux()).then()))
                .subscribe(_ -> {}, client.failed::tryEmitValue);
        return client;
    }

    /** The status an upgrade is refused with, and the body. */
    String refusal(String pathAndQuery, String... headers) {
        return java.util.Objects.requireNonNull(http(headers)
                .headers(all -> all.set("Upgrade", "websocket")
                        .set("Connection", "Upgrade")
                        .set("Sec-WebSocket-Version", "13")
                        .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="))
                .get()
                .uri(pathAndQuery)
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> response.status().code() + " " + text))
                .block(LIMIT));
    }

    HttpClient http(String... headers) {
        return HttpClient.newConnection().host("127.0.0.1").port(port()).headers(all -> {
            for (int i = 0; i < headers.length; i += 2) {
                all.set(headers[i], headers[i + 1]);
            }
        });
    }

    static void await(String what, java.util.function.BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                .timeout(LIMIT, Mono.error(() -> new AssertionError("did not happen in time: " + what)))
                .block();
    }

    @Override
    public void close() {
        context.close();
        suite.close();
    }
}
