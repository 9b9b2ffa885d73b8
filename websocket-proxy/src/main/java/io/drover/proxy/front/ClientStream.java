package io.drover.proxy.front;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyInbound;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** One client's open WebSocket: sends at the client's pace, ends when the client goes, drops a client that takes nothing. */
public final class ClientStream {
    /** The far end is gone or failed; the reason says what. */
    public static final int FAILED = 1011;

    /** The client broke the rules. */
    public static final int POLICY = 1008;

    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;

    /** A close frame's reason has at most 123 bytes. */
    private static final int LONGEST_REASON = 120;

    private final WebsocketInbound in;
    private final WebsocketOutbound out;
    private final Mono<Close> end;
    /** Also where the connection was closed before the upgrade was through: nothing else would tell. */
    private final Mono<Void> gone;

    public ClientStream(WebsocketInbound in, WebsocketOutbound out, Duration slowClient) {
        this(in, out, slowClient, Mono.never());
    }

    /** @param end ends what is sent, whatever is still to come */
    public ClientStream(WebsocketInbound in, WebsocketOutbound out, Duration slowClient, Mono<Close> end) {
        this.in = in;
        this.out = out;
        this.end = end;
        this.gone = gone(in);
        in.withConnection(connection -> connection.addHandlerFirst(
                "slow-client", new WriteTimeoutHandler(slowClient.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** The end of the client's connection, also where it has ended already. */
    static Mono<Void> gone(NettyInbound in) {
        AtomicReference<Mono<Void>> closed = new AtomicReference<>(Mono.never());
        in.withConnection(connection -> closed.set(connection.onDispose()));
        return closed.get();
    }

    /** How a stream ends: a close code and a reason of at most 123 bytes. */
    public record Close(int code, String reason) {
        /** The error's sentence, cut to what a close frame holds. */
        public static Close failed(String sentence) {
            byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= LONGEST_REASON) {
                return new Close(FAILED, sentence);
            }
            String cut = new String(bytes, 0, LONGEST_REASON, StandardCharsets.UTF_8);
            return new Close(FAILED, cut.replace("\uFFFD", ""));
        }
    }

    public static WebSocketFrame text(String text) {
        return new TextWebSocketFrame(text);
    }

    public static WebSocketFrame text(byte[] utf8) {
        return new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8));
    }

    /** What the client sends. Subscribed at most once, instead of {@link #ignoreInput()}. */
    public Flux<WebSocketFrame> input() {
        return in.aggregateFrames().receiveFrames();
    }

    /** Reads and drops what the client sends; without reading, its leaving would go unnoticed. */
    public Mono<Void> ignoreInput() {
        return in.receive().then();
    }

    public String protocol() {
        String selected = in.selectedSubprotocol();
        return selected == null ? "" : selected;
    }

    /**
     * Sends until the frames end, then closes; an error of the frames becomes the close reason.
     *
     * @param ending asked for when the frames have ended
     */
    public Mono<Void> send(Flux<? extends WebSocketFrame> frames, Supplier<Close> ending) {
        AtomicReference<@Nullable Close> ended = new AtomicReference<>();
        Mono<Void> sent = Mono.from(out.sendObject(frames.takeUntilOther(end.doOnNext(ended::set))))
                .then(Mono.defer(() -> {
                    Close close = ended.get();
                    return close(close == null ? ending.get() : close);
                }))
                .onErrorResume(
                        RuntimeException.class, error -> close(Close.failed(String.valueOf(error.getMessage()))));
        return Mono.firstWithSignal(sent, in.receiveCloseStatus().then(), gone);
    }

    private Mono<Void> close(Close close) {
        return out.sendClose(close.code(), close.reason());
    }
}
