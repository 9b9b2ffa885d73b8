package io.drover.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one caller hears of an environment's changes. */
final class Subscription implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Subscription(Client caller) {
        String key = Base64.getEncoder().encodeToString(caller.key().getBytes(StandardCharsets.UTF_8));
        this.socket = http.newWebSocketBuilder()
                .header("Authorization", "Basic " + key)
                .buildAsync(
                        URI.create(caller.url().replaceFirst("^http", "ws") + "/v2-beta/projects/"
                                + caller.environment() + "/subscribe?eventNames=resource.change"),
                        new Reader())
                .join();
    }

    /** Ids of the changed resources, until something with that description is heard. */
    List<String> until(String description) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        while (true) {
            JsonNode event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("'%s' was not heard, only of %s".formatted(description, ids));
            }
            ids.add(event.path("resourceId").asString(""));
            JsonNode resource = event.path("data").path("resource");
            if (resource.path("description").asString("").equals(description)) {
                return ids;
            }
        }
    }

    /** Changes something until it is heard: only then the subscription is sure to have begun. */
    void begin(Runnable change) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            change.run();
            JsonNode event = events.poll(3, TimeUnit.SECONDS);
            while (event != null) {
                if (event.path("name").asString("").equals("resource.change")) {
                    return;
                }
                event = events.poll(3, TimeUnit.SECONDS);
            }
        }
        throw new AssertionError("no change was heard");
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
