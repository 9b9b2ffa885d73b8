package io.drover.server;

import io.drover.gateway.browser.SecurityHeaders;
import io.drover.gateway.tls.ServerKeys;
import io.drover.gateway.tls.TlsConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The public port, open from the first moment: while the services start it answers 503 with the reason, and when the gateway
 * is ready it takes over the same socket, so that no client is ever refused in between.
 */
final class FrontDoorHandler implements ReactiveWebServerFactory, AutoCloseable {
    private static final int HEAD_BYTES = 32 * 1024;
    /** Connections that nobody uses; longer than clients keep theirs. */
    private static final Duration IDLE = Duration.ofMinutes(3);

    private final SecurityHeaders security = new SecurityHeaders(Duration.ZERO);
    private final DisposableServer server;
    private final StartProgress progress;
    private volatile @Nullable BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> gateway;

    private FrontDoorHandler(InetSocketAddress address, @Nullable ServerKeys keys, StartProgress progress) {
        this.progress = progress;
        HttpServer plain = HttpServer.create()
                .bindAddress(() -> address)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(HEAD_BYTES).maxHeaderSize(HEAD_BYTES))
                .idleTimeout(IDLE)
                .handle(this::handle);
        this.server = (keys == null ? plain : TlsConfig.secured(plain, keys, HEAD_BYTES)).bindNow();
    }

    /**
     * @param keys for TLS; null: plain http
     * @throws RuntimeException the port is taken; the message says so
     */
    static FrontDoorHandler open(String bind, int port, @Nullable ServerKeys keys, StartProgress progress) {
        return new FrontDoorHandler(new InetSocketAddress(bind, port), keys, progress);
    }

    int port() {
        return server.port();
    }

    /** The gateway's context asks for a web server: it gets this one. */
    @Override
    public WebServer getWebServer(HttpHandler handler) {
        var adapter = new ReactorHttpHandlerAdapter(handler);
        return new WebServer() {
            @Override
            public void start() {
                gateway = adapter::apply;
            }

            @Override
            public void stop() {
                gateway = null;
            }

            @Override
            public int getPort() {
                return server.port();
            }
        };
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        var open = gateway;
        return open == null ? starting(response) : Objects.requireNonNull(open.apply(request, response));
    }

    private Publisher<Void> starting(HttpServerResponse response) {
        String reason = progress.now();
        String body = "{\"type\":\"error\",\"status\":503,\"code\":\"Starting\",\"message\":\"%s\"}".formatted(reason);
        security.write(null, false, response::header);
        return response.status(503)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Retry-After", "1")
                .sendString(Mono.just(body))
                .then();
    }
}
