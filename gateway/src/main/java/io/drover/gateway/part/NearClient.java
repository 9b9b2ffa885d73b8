package io.drover.gateway.part;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * HTTP clients for the hop to the parts, one per event loop, each with connections of its own: a request goes on, and its answer
 * comes back, in the thread that reads from the client. With one pool for all loops half of the requests changed threads twice,
 * which cost more than everything the gateway does with them.
 */
public final class NearClient implements DisposableBean {
    private static final int CONNECT_MILLIS = 2000;

    /** As much as the gateway takes from clients. */
    private static final int MAX_HEAD = 32 * 1024;

    /** Shorter than services keep idle connections: a request must not meet a closing one. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final int connections;
    private final Map<EventLoop, Near> clients = new ConcurrentHashMap<>();

    /** @param streams for WebSockets, which are opened anew each time and as many as there are agents and readers */
    private record Near(HttpClient client, HttpClient streams, ConnectionProvider pool) {}

    /** @param connections to one part at most, from one event loop; who asks for more has been refused before */
    public NearClient(int connections) {
        this.connections = connections;
    }

    /** The client in whose thread the request arrived. */
    HttpClient to(ServerHttpRequest request) {
        return near(request).client();
    }

    /** The same for a WebSocket. */
    HttpClient streamTo(ServerHttpRequest request) {
        return near(request).streams();
    }

    private Near near(ServerHttpRequest request) {
        EventLoop loop = loop(ServerHttpRequestDecorator.getNativeRequest(request));
        Near near = clients.get(loop);
        return near != null ? near : clients.computeIfAbsent(loop, this::open);
    }

    private static EventLoop loop(Object request) {
        if (request instanceof Connection connection) {
            return connection.channel().eventLoop();
        }
        throw new IllegalStateException("not a request of Reactor Netty: " + request.getClass());
    }

    private Near open(EventLoop loop) {
        ConnectionProvider pool = ConnectionProvider.builder("parts")
                .maxConnections(connections)
                .maxIdleTime(IDLE)
                .lifo()
                .build();
        return new Near(client(pool, loop), client(ConnectionProvider.newConnection(), loop), pool);
    }

    private static HttpClient client(ConnectionProvider pool, EventLoop loop) {
        return HttpClient.create(pool)
                .runOn(new OneLoop(loop))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .httpResponseDecoder(
                        decoder -> decoder.maxInitialLineLength(MAX_HEAD).maxHeaderSize(MAX_HEAD));
    }

    @Override
    public void destroy() {
        clients.values().forEach(near -> near.pool().dispose());
        clients.clear();
    }

    /** It is the server's, who also ends it. */
    private record OneLoop(EventLoop loop) implements LoopResources {
        @Override
        public EventLoopGroup onServer(boolean useNative) {
            return loop;
        }

        @Override
        public void dispose() {}
    }
}
