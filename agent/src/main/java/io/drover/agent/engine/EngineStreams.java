package io.drover.agent.engine;

import io.drover.model.link.ExecFrame;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.StatsSample;

/** What the engine delivers without end. Closing a stream ends it; afterwards its listener hears nothing more. */
public interface EngineStreams {
    AutoCloseable logs(LogsRequest request, Listener<LogChunk> listener);

    /** @param resourceId the id to write into the samples */
    AutoCloseable stats(String container, String resourceId, Listener<StatsSample> listener);

    Session exec(ExecFrame.Open open, Listener<ExecFrame> listener);

    /**
     * Called by one thread of the engine's. {@code next} may block: that is how a slow reader slows the engine down.
     */
    interface Listener<T> {
        void next(T item);

        /** Nothing follows. */
        void end();

        /** Nothing follows; the message is a sentence for people. */
        void failed(EngineFailure failure);
    }

    /** A running command. Its listener gets output and, last, one {@link ExecFrame.Exit}. */
    interface Session extends AutoCloseable {
        /** Calls {@code consumed} when the command's side has taken the bytes. */
        void input(byte[] bytes, Runnable consumed);

        void inputEnded();

        void resize(int columns, int rows);

        @Override
        void close();
    }
}
