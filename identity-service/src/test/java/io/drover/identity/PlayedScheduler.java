package io.drover.identity;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** scheduler-service as far as it is asked for the names of its types. */
final class PlayedScheduler implements AutoCloseable {
    private final AtomicInteger asked = new AtomicInteger();
    private final String names;
    private final DisposableServer server;
    private volatile boolean isAway;

    PlayedScheduler(String... types) {
        names = List.of(types).stream().collect(Collectors.joining("\", \"", "{\"names\": [\"", "\"]}"));
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/internal/types", this::types))
                .bindNow();
    }

    private Publisher<Void> types(HttpServerRequest request, HttpServerResponse response) {
        asked.incrementAndGet();
        if (!IdentityServer.SECRET.equals(request.requestHeaders().get("X-Drover-Internal"))) {
            return response.status(401).send();
        }
        return isAway
                ? response.status(503).send()
                : response.header("Content-Type", "application/json").sendString(Mono.just(names));
    }

    /** For the start of an {@link IdentityServer}. */
    String argument() {
        return "--drover.services.scheduler-url=http://127.0.0.1:" + server.port();
    }

    int asked() {
        return asked.get();
    }

    void goesAway(boolean away) {
        isAway = away;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
