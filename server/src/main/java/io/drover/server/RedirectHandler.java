package io.drover.server;

import io.drover.gateway.browser.SecurityHeaders;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A plain port beside https: sends readers there. A request that shows a credential, or changes something, is refused with a
 * sentence instead: it has just been sent in the clear, and must not seem to work.
 */
final class RedirectHandler implements AutoCloseable {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final int HTTPS = 443;

    private final DisposableServer server;

    private RedirectHandler(DisposableServer server) {
        this.server = server;
    }

    /** @param httpsPort where https is */
    static RedirectHandler open(String bind, int port, int httpsPort) {
        InetSocketAddress address = new InetSocketAddress(bind, port);
        return new RedirectHandler(HttpServer.create()
                .bindAddress(() -> address)
                .handle((request, response) -> answer(request, response, httpsPort))
                .bindNow());
    }

    int port() {
        return server.port();
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response, int httpsPort) {
        new SecurityHeaders(Duration.ZERO).write(null, false, response::header);
        String method = request.method().name();
        boolean isReading = method.equals("GET") || method.equals("HEAD");
        boolean showsSecret = request.requestHeaders().contains("Authorization")
                || request.uri().contains("token=");
        String target = location(request.requestHeaders().get("Host"), request.uri(), httpsPort);
        if (target != null && isReading && !showsSecret) {
            return response.status(308).header("Location", target).send();
        }
        String sentence = target == null
                ? "the request's Host header is missing or not a host"
                : "this port is not encrypted and only leads to https: use port " + httpsPort
                        + " with https, and replace a credential that was sent here";
        return response.status(target == null ? 400 : 403)
                .header("Content-Type", "application/json; charset=utf-8")
                .sendString(Mono.just("{\"type\":\"error\",\"status\":%d,\"code\":\"HttpsRequired\",\"message\":\"%s\"}"
                        .formatted(target == null ? 400 : 403, sentence)))
                .then();
    }

    /** Null: the host is none. */
    static @Nullable String location(@Nullable String host, String uri, int httpsPort) {
        Matcher parts = HOST.matcher(host == null ? "" : host);
        if (!parts.matches() || !uri.startsWith("/")) {
            return null;
        }
        return "https://" + parts.group(1) + (httpsPort == HTTPS ? "" : ":" + httpsPort) + uri;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
