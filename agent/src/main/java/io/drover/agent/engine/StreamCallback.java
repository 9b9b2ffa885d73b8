package io.drover.agent.engine;

import com.github.dockerjava.api.async.ResultCallback;
import io.drover.agent.engine.EngineStreams.Listener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** docker-java's callback to a {@link Listener}; silent once closed. */
final class StreamCallback<T> implements ResultCallback<T>, AutoCloseable {
    private final String what;
    private final Consumer<T> onNext;
    private final Listener<?> ends;
    private @Nullable Closeable stream;
    private boolean over;

    StreamCallback(String what, Consumer<T> onNext, Listener<?> ends) {
        this.what = what;
        this.onNext = onNext;
        this.ends = ends;
    }

    @Override
    public void onStart(Closeable opened) {
        synchronized (this) {
            stream = opened;
            if (!over) {
                return;
            }
        }
        shut(opened);
    }

    @Override
    public void onNext(T item) {
        if (!isOver()) {
            onNext.accept(item);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean finish() {
        boolean first = !over;
        over = true;
        return first;
    }

    @Override
    public void onError(Throwable failure) {
        if (finish()) {
            ends.failed(DockerEngineClient.failure(what, failure, EngineMessages.verb(what)));
        }
    }

    @Override
    public void onComplete() {
        if (finish()) {
            ends.end();
        }
    }

    @Override
    public void close() {
        Closeable opened;
        synchronized (this) {
            over = true;
            opened = stream;
        }
        if (opened != null) {
            shut(opened);
        }
    }

    private static void shut(Closeable opened) {
        try {
            opened.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
