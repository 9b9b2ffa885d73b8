package io.drover.agent.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import io.drover.agent.engine.EngineEvent.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one subscription to the engine's container events alive. Whenever it is made anew the listener is told of a gap once
 * the engine has answered, so that listing after it misses nothing. One virtual thread waits for the end of each try.
 */
final class EventSubscription implements AutoCloseable {
    /** Only these pass the engine's filter: health probes and exec sessions would be most of the traffic. */
    private static final Map<String, Kind> KINDS = Map.of(
            "create", Kind.CREATED,
            "start", Kind.STARTED,
            "die", Kind.DIED,
            "pause", Kind.PAUSED,
            "unpause", Kind.UNPAUSED,
            "rename", Kind.RENAMED,
            "destroy", Kind.DESTROYED);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final DockerClient docker;
    private final Consumer<EngineEvent> onEvent;
    private final Runnable onGap;
    private volatile boolean closed;
    private volatile @Nullable Closeable open;
    private @Nullable Thread keeper;

    EventSubscription(DockerClient docker, Consumer<EngineEvent> onEvent, Runnable onGap) {
        this.docker = docker;
        this.onEvent = onEvent;
        this.onGap = onGap;
    }

    EventSubscription start() {
        keeper = Thread.ofVirtual().name("engine-events").start(this::keep);
        return this;
    }

    private void keep() {
        try {
            while (!closed) {
                CountDownLatch ended = new CountDownLatch(1);
                docker.eventsCmd()
                        .withEventTypeFilter("container")
                        .withEventFilter(KINDS.keySet().toArray(String[]::new))
                        .exec(new Callback(ended));
                ended.await();
                Thread.sleep(BETWEEN_TRIES); // an engine that refuses at once is not asked without pause
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = keeper;
        if (thread != null) {
            thread.interrupt();
        }
        Closeable stream = open;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Callback implements ResultCallback<Event> {
        private final CountDownLatch ended;

        Callback(CountDownLatch ended) {
            this.ended = ended;
        }

        @Override
        public void onStart(Closeable stream) {
            open = stream;
            onGap.run();
        }

        @Override
        public void onNext(Event event) {
            Kind kind = KINDS.get(Objects.requireNonNullElse(event.getAction(), ""));
            EventActor actor = event.getActor();
            if (kind != null && actor != null && actor.getId() != null) {
                onEvent.accept(translate(event, kind, actor));
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }

    private static EngineEvent translate(Event event, Kind kind, EventActor actor) {
        Map<String, String> attributes = Objects.requireNonNullElse(actor.getAttributes(), Map.of());
        String code = attributes.get("exitCode");
        Long nanos = event.getTimeNano();
        Long seconds = event.getTime();
        long at = nanos != null ? nanos / 1_000_000 : seconds != null ? seconds * 1000 : 0;
        return new EngineEvent(
                Objects.requireNonNull(actor.getId()),
                kind,
                code != null && code.matches("-?\\d{1,9}") ? Integer.valueOf(code) : null,
                at,
                attributes);
    }
}
