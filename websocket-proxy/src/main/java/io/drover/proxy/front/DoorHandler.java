package io.drover.proxy.front;

import io.drover.api.ApiError;
import io.drover.api.ApiErrors;
import io.drover.api.ApiException;
import io.drover.runtime.Ids;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** What is the same for every WebSocket: it must be one, its origin must be ours, and a refusal is an ordinary error body. */
public final class DoorHandler {
    private static final Logger log = LoggerFactory.getLogger(DoorHandler.class);
    private static final String BEARER = "Bearer ";

    private final JsonMapper json;
    private final Ids ids;

    public DoorHandler(JsonMapper json, Ids ids) {
        this.json = json;
        this.ids = ids;
    }

    /**
     * Asks for admission first, upgrades then: an error instead of a first element is answered as a refusal, whatever comes
     * later belongs to the stream. Who is admitted holds what the admission holds for as long as the connection lives and not
     * longer: then, or when the client leaves before the upgrade, the admission is cancelled.
     *
     * @param upgrade from the first element, and all of them with it
     */
    public <T> Mono<Void> open(
            HttpServerRequest request,
            HttpServerResponse response,
            Flux<T> admission,
            BiFunction<T, Flux<T>, Mono<Void>> upgrade) {
        Mono<Void> gone = ClientStream.gone(request);
        return Flux.defer(() -> admission(request, admission))
                .switchOnFirst((first, all) -> first.get() == null
                        ? refuse(request, response, first.getThrowable())
                        // The upgrade's own end is that of the handshake.
                        : onConnection(request, first.get())
                                .flatMap(admitted -> upgrade.apply(admitted, all))
                                // Who leaves during the handshake is nothing to tell of.
                                .onErrorComplete(IOException.class)
                                .then(gone))
                .takeUntilOther(gone)
                .then();
    }

    private static <T> Flux<T> admission(HttpServerRequest request, Flux<T> admission) {
        requireOurWebSocket(request);
        return admission;
    }

    /**
     * The upgrade must begin on the connection's own thread: begun on another (the check's answer came there), Reactor Netty
     * closes the connection half of the time.
     */
    private static <T> Mono<T> onConnection(HttpServerRequest request, T checked) {
        return Mono.create(sink -> request.withConnection(
                connection -> connection.channel().eventLoop().execute(() -> sink.success(checked))));
    }

    private static void requireOurWebSocket(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        if (!headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            throw new ApiException.BadRequest(
                    "InvalidProtocol", "this address is a WebSocket: connect with ws:// or wss://");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (!OriginRule.permits(origin, headers.get(HttpHeaderNames.HOST, ""), publicAddress(headers))) {
            throw new ApiException.Forbidden("pages of '%s' may not open streams of this server".formatted(origin));
        }
    }

    /** The address the client used, as the gateway saw it; behind the gateway {@code Host} is this service's own. */
    private static String publicAddress(HttpHeaders headers) {
        String base = headers.get("X-Drover-Base", "");
        int scheme = base.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int path = base.indexOf('/', scheme + 3);
        return path < 0 ? base.substring(scheme + 3) : base.substring(scheme + 3, path);
    }

    private Mono<Void> refuse(HttpServerRequest request, HttpServerResponse response, @Nullable Throwable reason) {
        Throwable thrown = reason == null ? new IllegalStateException("neither admitted nor refused") : reason;
        ApiError error = ApiErrors.of(thrown);
        String id = ids.uuid();
        if (ApiErrors.isFault(error)) {
            // The path only: the query may hold a ticket.
            log.error("error {}: opening {} failed", id, request.path(), thrown);
        }
        response.status(error.status()).header(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        if (error.retryAfterSeconds() > 0) {
            response.header(HttpHeaderNames.RETRY_AFTER, String.valueOf(error.retryAfterSeconds()));
        }
        return response.sendString(Mono.just(json.writeValueAsString(error.body(id))))
                .then();
    }

    /** The token of the {@code Authorization} header, or of the query parameter {@code token}. */
    public static String token(HttpServerRequest request) {
        String header = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        String token = parameter(request, "token");
        if (token == null || token.isEmpty()) {
            throw new ApiException.Unauthorized(
                    "this needs a token: in the header Authorization or the parameter 'token'");
        }
        return token;
    }

    static @Nullable String parameter(HttpServerRequest request, String name) {
        List<String> values = new QueryStringDecoder(request.uri()).parameters().get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
