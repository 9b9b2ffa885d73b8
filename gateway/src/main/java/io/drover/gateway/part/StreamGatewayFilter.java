package io.drover.gateway.part;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import io.drover.api.ApiException;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.entry.ForwardedRequest;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.PartUnavailable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.adapter.ReactorNettyWebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * WebSockets to a part. The part's end is opened first: what it refuses, or cannot be asked, is an answer of HTTP to the client,
 * and counts for the part's breaker. Once both ends are open nothing is counted; streams may live for days.
 */
public final class StreamGatewayFilter {
    private static final int REFUSED = 400;
    private static final int REFUSED_BY_A_FAULT = 500;
    private static final Duration REST = Duration.ofSeconds(2);

    /** RSocket's frames and pieces of logs are smaller. */
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private final NearClient near;
    private final String fingerprint;

    /** Opens the client's end. */
    private final WebSocketService clients = new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
            () -> WebsocketServerSpec.builder().maxFramePayloadLength(MAX_FRAME).handlePing(true)));

    /** @param fingerprint of this server's certificate when clients know it by that only; else empty */
    public StreamGatewayFilter(NearClient near, String fingerprint) {
        this.near = near;
        this.fingerprint = fingerprint;
    }

    /** Ends when both ends are open; what goes on then ends by itself. */
    Mono<Void> open(ServerWebExchange exchange, Arrival arrival, Guarded guarded) {
        URI uri = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        return guarded.mono(connect(exchange.getRequest(), uri, arrival))
                .flatMap(part -> clients.handleRequest(exchange, new Bridge(session(part, uri), part))
                        .doOnError(_ -> part.dispose())
                        .doOnCancel(part::dispose));
    }

    private Mono<Connection> connect(ServerHttpRequest request, URI uri, Arrival arrival) {
        HttpServerRequest arrived = ServerHttpRequestDecorator.getNativeRequest(request);
        var spec =
                WebsocketClientSpec.builder().maxFramePayloadLength(MAX_FRAME).handlePing(true);
        String protocols = request.getHeaders().getFirst(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL.toString());
        if (protocols != null) {
            spec.protocols(protocols);
        }
        return near.streamTo(request)
                .headers(headers -> ForwardedRequest.headers(arrived.requestHeaders(), headers, arrival, fingerprint))
                .websocket(spec.build())
                .uri(URI.create("ws" + uri.toString().substring("http".length())))
                .connect()
                .cast(Connection.class)
                .onErrorMap(WebSocketClientHandshakeException.class, handshake -> refused(part(arrival), handshake));
    }

    private static String part(Arrival arrival) {
        return switch (arrival.destination().target()) {
            case IDENTITY, OAUTH -> "identity-service";
            case SCHEDULER -> "scheduler-service";
            case STREAMS, TICKET -> "websocket-proxy";
            case PING, ACTUATOR, VERSIONS, MERGED -> "the gateway";
        };
    }

    private static Throwable refused(String part, WebSocketClientHandshakeException handshake) {
        HttpResponse answer = handshake.response();
        int status = answer == null ? REFUSED_BY_A_FAULT : answer.status().code();
        if (status >= REFUSED_BY_A_FAULT) {
            return new PartUnavailable(part, part + " cannot open the stream now; try again", REST, handshake);
        }
        if (status < REFUSED) {
            // It was answered as if nobody had asked for a stream.
            return new ApiException.BadRequest(
                    "InvalidProtocol", "there is no stream at this address: ask without Upgrade");
        }
        return new ResponseStatusException(HttpStatusCode.valueOf(status), part + " refuses the stream", handshake);
    }

    private static WebSocketSession session(Connection part, URI uri) {
        WebsocketInbound in = (WebsocketInbound) part;
        String protocol = in.selectedSubprotocol();
        return new ReactorNettyWebSocketSession(
                in,
                (WebsocketOutbound) part,
                new HandshakeInfo(uri, new HttpHeaders(), Mono.empty(), protocol),
                new NettyDataBufferFactory(part.channel().alloc()),
                MAX_FRAME);
    }

    /** Carries messages both ways, and says at one end how the other was closed. */
    private record Bridge(WebSocketSession part, Connection connection) implements WebSocketHandler {
        @Override
        public List<String> getSubProtocols() {
            String chosen = part.getHandshakeInfo().getSubProtocol();
            return chosen == null ? List.of() : List.of(chosen);
        }

        /** Nothing is cancelled when one way ends: that would close the socket before it is said why. */
        @Override
        public Mono<Void> handle(WebSocketSession client) {
            return Mono.when(
                            part.send(client.receive().doOnNext(WebSocketMessage::retain)),
                            client.send(part.receive().doOnNext(WebSocketMessage::retain)),
                            closed(part, client),
                            closed(client, part))
                    .doFinally(_ -> connection.dispose());
        }

        private static Mono<Void> closed(WebSocketSession one, WebSocketSession other) {
            return one.closeStatus().filter(_ -> other.isOpen()).flatMap(status -> other.close(sendable(status)));
        }

        /** Spec: RFC 6455, section 7.4: some numbers only say that nothing was said. */
        private static CloseStatus sendable(CloseStatus status) {
            int code = status.getCode();
            boolean isSendable =
                    code >= 3000 && code < 5000 || code >= 1000 && code <= 1003 || code >= 1007 && code <= 1011;
            return isSendable ? status : CloseStatus.PROTOCOL_ERROR;
        }
    }
}
