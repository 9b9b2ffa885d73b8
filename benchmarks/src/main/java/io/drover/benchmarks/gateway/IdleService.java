package io.drover.benchmarks.gateway;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service behind a gateway that costs next to nothing: every path is a kilobyte of JSON. It signs everybody in, too. */
final class IdleService {
    private static final String LIST = "{\"type\":\"collection\",\"data\":[\"%s\"]}".formatted("x".repeat(990));
    private static final String SESSION = """
            {"token":"an-internal-token-as-long-as-a-real-one-%s","expiresAt":"2099-01-01T00:00:00Z","accountId":"1a1",\
            "accountKind":"admin","accountName":"admin","environment":"1a5","role":"owner","credential":"1c7"}\
            """.formatted("x".repeat(700));

    private IdleService() {}

    static DisposableServer start() {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(IdleService::answer)
                .bindNow();
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return switch (request.path()) {
            case "internal/token" -> request.receive().then(json(response, SESSION));
            case "internal/revocations" ->
                response.header("Content-Type", "application/x-ndjson")
                        .sendString(Flux.interval(Duration.ZERO, Duration.ofSeconds(5))
                                .map(_ -> "{}\n")
                                .onBackpressureDrop());
            case "internal/audit" -> request.receive().then(response.status(204).send());
            default -> json(response, LIST);
        };
    }

    private static Mono<Void> json(HttpServerResponse response, String body) {
        return response.header("Content-Type", "application/json")
                .header("Content-Length", Integer.toString(body.length()))
                .sendString(Mono.just(body))
                .then();
    }
}
