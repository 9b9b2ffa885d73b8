package io.drover.cli.stream;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole text frames of a WebSocket, one after the other, and how it ended. */
public final class TextFrames implements WebSocket.Listener {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;

    private final Consumer<String> onFrame;
    private final StringBuilder frame = new StringBuilder();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /** @param reason what the server said, or why the connection broke; may be empty */
    public record End(int code, String reason) {
        /** No close frame came. */
        static final int BROKEN = 1006;

        public boolean isNormal() {
            return code == NORMAL || code == GOING_AWAY;
        }
    }

    /** @param onFrame called on the client's thread; the next frame is asked for when it returns */
    public TextFrames(Consumer<String> onFrame) {
        this.onFrame = onFrame;
    }

    public CompletableFuture<End> end() {
        return end;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            onFrame.accept(frame.toString());
            frame.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end.complete(new End(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        String message = error.getMessage();
        end.complete(new End(End.BROKEN, message == null ? error.getClass().getSimpleName() : message));
    }
}
