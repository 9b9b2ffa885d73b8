package io.drover.agent.stream;

import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineStreams.Listener;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * An engine stream as a Flux whose back-pressure reaches the engine: the thread that reads from the engine waits until the
 * reader asks for more, so a slow reader costs no memory here.
 */
public final class GatedStream {
    private GatedStream() {}

    /** Opens the stream when subscribed to, on a thread of its own since opening blocks; closes it when the reader leaves. */
    public static <T> Flux<T> of(Function<Listener<T>, AutoCloseable> open) {
        return Flux.create(sink -> {
            Gate<T> gate = new Gate<>(sink);
            sink.onRequest(gate::allow);
            sink.onDispose(gate::close);
            Thread.ofVirtual().name("stream-open").start(() -> gate.open(open));
        });
    }

    private static final class Gate<T> implements Listener<T> {
        private static final int UNBOUNDED = 1 << 30;

        private final FluxSink<T> sink;
        private final Semaphore permits = new Semaphore(0);
        private @Nullable AutoCloseable stream;
        private boolean closed;

        Gate(FluxSink<T> sink) {
            this.sink = sink;
        }

        void allow(long more) {
            if (permits.availablePermits() < UNBOUNDED) {
                permits.release((int) Math.min(more, UNBOUNDED));
            }
        }

        void open(Function<Listener<T>, AutoCloseable> open) {
            try {
                AutoCloseable opened = open.apply(this);
                synchronized (this) {
                    if (!closed) {
                        stream = opened;
                        return;
                    }
                }
                shut(opened);
            } catch (EngineFailure failure) {
                failed(failure);
            }
        }

        void close() {
            AutoCloseable opened;
            synchronized (this) {
                closed = true;
                opened = stream;
                stream = null;
            }
            if (opened != null) {
                // Closing may wait for the engine; the thread that cancels must not.
                Thread.ofVirtual().name("stream-close").start(() -> shut(opened));
            }
        }

        private static void shut(AutoCloseable opened) {
            try {
                opened.close();
            } catch (Exception e) { // what AutoCloseable declares
                throw new IllegalStateException("a stream of the engine could not be closed", e);
            }
        }

        @Override
        public void next(T item) {
            try {
                permits.acquire();
                sink.next(item);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void end() {
            sink.complete();
        }

        @Override
        public void failed(EngineFailure failure) {
            sink.error(failure);
        }
    }
}
