package io.drover.proxy.stream;

import io.drover.api.ApiException;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LinkRoute;
import io.drover.proxy.front.ClientStream;
import io.drover.proxy.front.ClientStream.Close;
import io.drover.proxy.link.AgentLink;
import io.drover.proxy.link.LinkCodec;
import io.drover.runtime.call.PartUnavailable;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.rsocket.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A shell in a container. Text messages carry base64, with the sub-protocol {@code binary} messages are the bytes themselves;
 * text is then only for {@code :resizeTTY:}. The close reason {@code exit=<code>} tells how the command ended.
 */
public final class ExecStream implements TicketHandler.BridgeHandler {
    private static final String BINARY = "binary";
    private static final byte[] NOTHING = {};
    private static final byte[] NOTICE = "This shell is recorded.\r\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(2);
    private static final int AHEAD = 16;

    private final LinkCodec codec;
    private final StreamMeters meters;
    private final ShellLog shells;

    public ExecStream(LinkCodec codec, StreamMeters meters, ShellLog shells) {
        this.codec = codec;
        this.meters = meters;
        this.shells = shells;
    }

    @Override
    public Mono<Void> bridge(ClientStream client, AgentLink link, Ticket ticket) {
        try {
            ShellLog.Shell shell = shells.begin(ticket);
            return bridge(client, link, ticket, shell).doFinally(_ -> shell.end());
        } catch (ApiException.Unavailable | PartUnavailable refused) {
            return client.send(Flux.error(refused), () -> Close.failed(String.valueOf(refused.getMessage())));
        }
    }

    private Mono<Void> bridge(ClientStream client, AgentLink link, Ticket ticket, ShellLog.Shell shell) {
        // Published, because an agent that ends the command cancels its input, and a WebSocket whose reading is
        // cancelled is
        // closed at once: the exit code could not be told any more.
        return client.input()
                .map(this::input)
                .doOnNext(frame -> note(shell, frame))
                .publish(typed -> run(client, link, ticket, shell, typed), AHEAD)
                .then();
    }

    private Mono<Void> run(
            ClientStream client, AgentLink link, Ticket ticket, ShellLog.Shell shell, Flux<ExecFrame> typed) {
        boolean isBinary = client.protocol().equals(BINARY);
        AtomicReference<Close> ending = new AtomicReference<>(Close.failed("the host's agent ended the command"));
        Flux<byte[]> shown = link.agent()
                .requestChannel(Flux.concat(Mono.fromSupplier(() -> open(ticket)), typed.map(codec::data)))
                .map(payload -> codec.read(payload, ExecFrame.class))
                .doOnNext(frame -> {
                    if (frame instanceof ExecFrame.Exit(int code, String _)) {
                        shell.exited(code);
                    }
                })
                .map(frame -> bytes(frame, ending))
                .filter(bytes -> bytes.length > 0)
                .doOnNext(shell::shown);
        Flux<byte[]> output = shell.isRecorded() ? recorded(shown, shell, ticket) : shown;
        return client.send(output.map(bytes -> frame(bytes, isBinary)), ending::get);
    }

    private static void note(ShellLog.Shell shell, ExecFrame frame) {
        switch (frame) {
            case ExecFrame.Input(byte[] bytes) -> shell.typed(bytes);
            case ExecFrame.Resize(int columns, int rows) -> shell.resized(columns, rows);
            case ExecFrame.Open _, ExecFrame.Output _, ExecFrame.Exit _ -> {}
        }
    }

    /** Says so to people, not to programs; and what has been shown is kept within seconds. */
    private static Flux<byte[]> recorded(Flux<byte[]> shown, ShellLog.Shell shell, Ticket ticket) {
        Map<String, Object> open = ticket.request();
        if (open.get("columns") instanceof Number columns && open.get("rows") instanceof Number rows) {
            shell.resized(columns.intValue(), rows.intValue());
        }
        Flux<byte[]> kept = shown.publish(all -> Flux.merge(
                all,
                Flux.interval(KEEP_EVERY)
                        .onBackpressureDrop()
                        .takeUntilOther(all.then())
                        .doOnNext(_ -> shell.keep())
                        .thenMany(Flux.empty())));
        return Boolean.TRUE.equals(open.get("tty")) ? kept.startWith(NOTICE) : kept;
    }

    private Payload open(Ticket ticket) {
        Map<String, Object> frame = new HashMap<>(ticket.request());
        frame.put("kind", "open");
        return codec.routed(LinkRoute.EXEC, frame);
    }

    private ExecFrame input(WebSocketFrame frame) {
        meters.received(Purpose.EXEC, frame.content().readableBytes());
        return frame instanceof BinaryWebSocketFrame
                ? new ExecFrame.Input(ByteBufUtil.getBytes(frame.content()))
                : ExecInput.text(frame.content().toString(StandardCharsets.UTF_8));
    }

    /** What the client sees of a frame; the last one also says how to close. */
    private static byte[] bytes(ExecFrame frame, AtomicReference<Close> ending) {
        return switch (frame) {
            case ExecFrame.Output(int _, byte[] bytes) -> bytes;
            case ExecFrame.Exit(int code, String message) -> {
                ending.set(new Close(ClientStream.NORMAL, "exit=" + code));
                yield message.getBytes(StandardCharsets.UTF_8);
            }
            case ExecFrame.Open _, ExecFrame.Input _, ExecFrame.Resize _ -> NOTHING;
        };
    }

    private WebSocketFrame frame(byte[] bytes, boolean isBinary) {
        meters.sent(Purpose.EXEC, bytes.length);
        return isBinary
                ? new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes))
                : new TextWebSocketFrame(Base64.getEncoder().encodeToString(bytes));
    }
}
