package io.drover.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.cli.json.Json;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The environment's changes as they happen (spec: api contract, 11). It only ever makes things faster: who uses it also
 * asks slowly, and a feed that cannot be opened or breaks off is silent.
 */
public final class ChangeFeed implements AutoCloseable {
    private static final String PATH = "subscribe?eventNames=resource.change";

    private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket;

    private ChangeFeed(ApiClient api) {
        this.socket = api.openOwnSocket(PATH, new Frames());
        var unused = socket.whenComplete((opened, failure) -> {
            if (failure != null) {
                ended.complete(Optional.ofNullable(failure.getMessage()));
            }
        });
    }

    public static ChangeFeed open(ApiClient api) {
        return new ChangeFeed(api);
    }

    /** The next event but pings, as the server wrote it; empty when none comes in time. */
    public Optional<JsonNode> nextEvent(Duration patience) {
        try {
            JsonNode event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.ofNullable(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Another event that is there already, if any. */
    public Optional<JsonNode> pendingEvent() {
        return Optional.ofNullable(events.poll());
    }

    public boolean isOver() {
        return ended.isDone() && events.isEmpty();
    }

    /** Why the feed is over, when it is and a reason is known. */
    public Optional<String> endReason() {
        return ended.getNow(Optional.empty());
    }

    /** The resource an event is about. */
    public static Optional<Resource> changed(JsonNode event) {
        return event.path("data").path("resource") instanceof ObjectNode resource
                ? Optional.of(new Resource(resource))
                : Optional.empty();
    }

    @Override
    public void close() {
        WebSocket open = socket.isCompletedExceptionally() ? null : socket.getNow(null);
        if (open != null) {
            open.abort();
        }
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder frame = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                offer(frame.toString());
                frame.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void offer(String text) {
            try {
                JsonNode event = Json.parse(text);
                if (!event.path("name").asText("").equals("ping")) {
                    events.add(event);
                }
            } catch (JsonProcessingException notAnEvent) {
                // The slow question finds what this would have told.
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended.complete(reason.isEmpty() ? Optional.empty() : Optional.of(reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended.complete(Optional.ofNullable(error.getMessage()));
        }
    }
}
