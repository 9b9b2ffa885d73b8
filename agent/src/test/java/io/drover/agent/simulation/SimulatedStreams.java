package io.drover.agent.simulation;

import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineStreams;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.StatsSample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams with predictable content: numbered lines, a shell that echoes, one sample a call. */
public final class SimulatedStreams implements EngineStreams {
    public final CountDownLatch logsClosed = new CountDownLatch(1);
    public final AtomicInteger linesRead = new AtomicInteger();

    @Override
    public AutoCloseable logs(LogsRequest request, Listener<LogChunk> listener) {
        if (request.container().equals("gone")) {
            throw new EngineFailure(EngineFailure.Kind.GONE, "No such container: gone");
        }
        Thread reader = Thread.ofVirtual().start(() -> {
            int most = request.follow() ? Integer.MAX_VALUE : request.lines();
            for (int line = 1; line <= most && !Thread.currentThread().isInterrupted(); line++) {
                listener.next(new LogChunk(1, ("line " + line + "\n").getBytes(StandardCharsets.UTF_8)));
                linesRead.incrementAndGet();
            }
            listener.end();
        });
        return () -> {
            reader.interrupt();
            logsClosed.countDown();
        };
    }

    @Override
    public AutoCloseable stats(String container, String resourceId, Listener<StatsSample> listener) {
        listener.next(new StatsSample(
                resourceId,
                "container",
                100,
                "2026-01-05T08:00:00Z",
                new StatsSample.Cpu(new StatsSample.Usage(1, List.of(1L), 1, 0)),
                new StatsSample.Memory(50),
                null,
                new StatsSample.DiskIo(List.of())));
        return () -> {};
    }

    @Override
    public Session exec(ExecFrame.Open open, Listener<ExecFrame> listener) {
        if (open.command().equals(List.of("nope"))) {
            throw new EngineFailure(EngineFailure.Kind.REFUSED, "The engine could not run 'nope'");
        }
        return new Session() {
            @Override
            public void input(byte[] bytes, Runnable consumed) {
                Thread.ofVirtual().start(() -> {
                    listener.next(new ExecFrame.Output(open.tty() ? 0 : 1, bytes));
                    consumed.run();
                });
            }

            @Override
            public void inputEnded() {
                Thread.ofVirtual().start(() -> {
                    listener.next(new ExecFrame.Exit(7, ""));
                    listener.end();
                });
            }

            @Override
            public void resize(int columns, int rows) {
                input((columns + "x" + rows).getBytes(StandardCharsets.UTF_8), () -> {});
            }

            @Override
            public void close() {}
        };
    }
}
