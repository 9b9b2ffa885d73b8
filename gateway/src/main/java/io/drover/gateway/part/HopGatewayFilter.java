package io.drover.gateway.part;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import io.drover.gateway.arrival.PassedHeaders;
import io.drover.gateway.entry.Arrival;
import io.drover.gateway.entry.ForwardedRequest;
import io.drover.runtime.call.Guarded;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A route's one filter: asks the part, and answers the client with what it says. Timeout, circuit breaker and bulkhead end when
 * the part's answer begins: a client that reads slowly is no fault of the part.
 *
 * <p>It takes the place of the framework's three (asking, writing, and taking headers out), which copy all headers there and
 * back, and write head, body and end one after the other. Here a request without a body is written at once, and so is an answer
 * of at most {@value #WHOLE} bytes (ADR 23).
 */
public final class HopGatewayFilter implements GatewayFilter, Ordered {
    /** Longest body that waits for its end, so that it is written in one go with its head. */
    private static final int WHOLE = 64 * 1024;

    private final Guarded guarded;
    private final NearClient near;
    private final StreamGatewayFilter streams;
    private final String fingerprint;

    /**
     * @param guarded of the part
     * @param streams what becomes of WebSockets
     * @param fingerprint of this server's certificate when clients know it by that only; else empty
     */
    public HopGatewayFilter(Guarded guarded, NearClient near, StreamGatewayFilter streams, String fingerprint) {
        this.guarded = guarded;
        this.near = near;
        this.streams = streams;
        this.fingerprint = fingerprint;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Arrival arrival = exchange.getRequiredAttribute(Arrival.ATTRIBUTE);
        if (arrival.isUpgrade()) {
            return streams.open(exchange, arrival, guarded);
        }
        PartConnection used = new PartConnection();
        return guarded.mono(ask(exchange, arrival, used))
                .flatMap(answer -> answer(exchange.getResponse(), answer, used))
                .doFinally(used::endedBy);
    }

    private Mono<HttpClientResponse> ask(ServerWebExchange exchange, Arrival arrival, PartConnection used) {
        ServerHttpRequest request = exchange.getRequest();
        URI uri = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        return near.to(request)
                .request(HttpMethod.valueOf(request.getMethod().name()))
                .uri(uri)
                .send((asked, out) -> send(request, arrival, asked, out))
                .responseConnection((answer, connection) -> {
                    used.is(connection);
                    return Mono.just(answer);
                })
                .next();
    }

    private Publisher<Void> send(
            ServerHttpRequest request, Arrival arrival, HttpClientRequest asked, NettyOutbound out) {
        HttpServerRequest arrived = ServerHttpRequestDecorator.getNativeRequest(request);
        HttpHeaders given = arrived.requestHeaders();
        ForwardedRequest.headers(given, asked.requestHeaders(), arrival, fingerprint);
        long length = length(given);
        if (length == 0 || length < 0 && !given.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return Mono.empty();
        }
        Flux<DataBuffer> body = request.getBody();
        return length > 0 && length <= WHOLE
                ? out.send(DataBufferUtils.join(body).map(NettyDataBufferFactory::toByteBuf))
                : out.send(body.map(NettyDataBufferFactory::toByteBuf));
    }

    private static Mono<Void> answer(ServerHttpResponse response, HttpClientResponse answer, PartConnection used) {
        response.setRawStatusCode(answer.status().code());
        HttpHeaders given = answer.responseHeaders();
        HttpServerResponse answered = ServerHttpResponseDecorator.getNativeResponse(response);
        copy(given, answered.responseHeaders());
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        ByteBufFlux body = used.body();
        long length = length(given);
        if (length >= 0 && length <= WHOLE) {
            return response.writeWith(body.aggregate().retain().map(buffers::wrap));
        }
        Flux<DataBuffer> parts = body.retain().map(buffers::wrap);
        return length < 0 ? response.writeAndFlushWith(parts.map(Flux::just)) : response.writeWith(parts);
    }

    /** Of the body; -1: not declared. The decoder has refused what is no number. */
    private static long length(HttpHeaders headers) {
        String declared = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return declared == null ? -1 : Long.parseLong(declared);
    }

    private static void copy(HttpHeaders given, HttpHeaders to) {
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = given.iteratorCharSequence(); all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            if (PassedHeaders.comesBack(header.getKey().toString())) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** The connection an answer comes by. It is closed when the answer is not read to its end. */
    private static final class PartConnection {
        private @Nullable Connection connection;
        private boolean isUnwanted;

        synchronized void is(Connection used) {
            connection = used;
            if (isUnwanted) {
                used.dispose();
            }
        }

        synchronized ByteBufFlux body() {
            if (connection == null) {
                throw new IllegalStateException("an answer came by no connection");
            }
            return connection.inbound().receive();
        }

        synchronized void endedBy(SignalType end) {
            isUnwanted = end != SignalType.ON_COMPLETE;
            if (isUnwanted && connection != null) {
                connection.dispose();
            }
        }
    }
}
