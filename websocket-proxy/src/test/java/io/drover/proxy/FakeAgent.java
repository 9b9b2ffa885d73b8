package io.drover.proxy;

import io.drover.model.link.DocumentVersion;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.LogChunk;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.transport.netty.client.WebsocketClientTransport;
import io.rsocket.util.DefaultPayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** An agent that speaks the real link protocol and does what the test tells it. */
final class FakeAgent implements RSocket {
    static final DocumentVersion KNOWN = new DocumentVersion("gen", 2, 40);

    private final JsonMapper json = new JsonMapper();
    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    final Queue<ExecFrame> frames = new ConcurrentLinkedQueue<>();
    final Sinks.Many<LogChunk> logs = Sinks.many().unicast().onBackpressureBuffer();
    final AtomicLong logsProduced = new AtomicLong();
    final Sinks.Empty<Void> streamEnded = Sinks.empty();

    Mono<RSocket> connect(int port, String token) {
        return connect(port, token, Hello.PROTOCOL);
    }

    Mono<RSocket> connect(int port, String token, int protocol) {
        Hello hello = new Hello("0.1", protocol, Set.of(), KNOWN, facts());
        HttpClient http = HttpClient.create()
                .host("127.0.0.1")
                .port(port)
                .headers(headers -> headers.set("Authorization", "Bearer " + token));
        return RSocketConnector.create()
                .setupPayload(DefaultPayload.create(json.writeValueAsBytes(hello)))
                .keepAlive(Duration.ofSeconds(2), Duration.ofSeconds(8))
                .fragment(32 * 1024)
                .acceptor(SocketAcceptor.with(this))
                .connect(WebsocketClientTransport.create(http, "/v1/agent-link"));
    }

    Payload routed(LinkRoute route, Object value) {
        return DefaultPayload.create(json.writeValueAsBytes(value), route.wire().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        asked.add(payload.getMetadataUtf8() + " " + payload.getDataUtf8());
        if (payload.getMetadataUtf8().equals("stats")) {
            return Flux.just(
                    DefaultPayload.create("[{\"id\":\"1h5\"}]"), DefaultPayload.create("[{\"id\":\"1h5\",\"n\":2}]"));
        }
        if (payload.getDataUtf8().contains("flood")) {
            byte[] line = ("x".repeat(8 * 1024) + "\n").getBytes(StandardCharsets.UTF_8);
            return Flux.<Payload>generate(sink -> {
                        logsProduced.incrementAndGet();
                        sink.next(payload(new LogChunk(1, line)));
                    })
                    .doFinally(_ -> streamEnded.tryEmitEmpty());
        }
        return logs.asFlux().map(this::payload).doFinally(_ -> streamEnded.tryEmitEmpty());
    }

    /** Echoes input, reports sizes, and exits with 7 when it is told to. */
    @Override
    public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
        return Flux.from(payloads)
                .map(payload -> json.readValue(payload.getDataUtf8(), ExecFrame.class))
                .doOnNext(frames::add)
                .concatMapIterable(FakeAgent::answer)
                .takeUntil(ExecFrame.Exit.class::isInstance)
                .map(this::payload)
                .doFinally(_ -> streamEnded.tryEmitEmpty());
    }

    private static Iterable<ExecFrame> answer(ExecFrame frame) {
        return switch (frame) {
            case ExecFrame.Input(byte[] bytes)
            when new String(bytes, StandardCharsets.UTF_8).equals("exit\n") ->
                java.util.List.of(new ExecFrame.Exit(7, ""));
            case ExecFrame.Input(byte[] bytes) -> java.util.List.of(new ExecFrame.Output(0, bytes));
            case ExecFrame.Resize(int columns, int rows) ->
                java.util.List.of(output("size %dx%d".formatted(columns, rows)));
            case ExecFrame.Open open -> java.util.List.of(output("$ " + String.join(" ", open.command())));
            case ExecFrame.Output _, ExecFrame.Exit _ -> java.util.List.of();
        };
    }

    private static ExecFrame output(String text) {
        return new ExecFrame.Output(0, text.getBytes(StandardCharsets.UTF_8));
    }

    private Payload payload(Object value) {
        return DefaultPayload.create(json.writeValueAsBytes(value));
    }

    private static HostFacts facts() {
        return new HostFacts(
                "ENGINE", "h1", "10.0.0.1", "20.10", "6.1", "Debian", "overlay2", 1L << 30, 2000, 5000, Map.of());
    }
}
