package io.drover.agent.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecStartCmd;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StreamType;
import io.drover.model.link.ExecFrame;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import io.drover.model.link.StatsSample;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The engine's streams through docker-java, which runs each on a thread of its own. */
public final class DockerStreams implements EngineStreams {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] END_OF_TRANSMISSION = {4};
    /** The engine resizes only a command that has begun; there is no event for that. */
    private static final int RESIZE_TRIES = 10;

    private static final Duration RESIZE_PAUSE = Duration.ofMillis(50);

    private final DockerClient docker;

    public DockerStreams(DockerClient docker) {
        this.docker = docker;
    }

    @Override
    public AutoCloseable logs(LogsRequest request, Listener<LogChunk> listener) {
        LogContainerCmd command = docker.logContainerCmd(request.container())
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(request.timestamps())
                .withFollowStream(request.follow());
        if (request.lines() < 0) {
            command.withTailAll();
        } else {
            command.withTail(request.lines());
        }
        Integer since = seconds(request.since());
        if (since != null) {
            command.withSince(since);
        }
        return command.exec(new StreamCallback<Frame>(
                "read the logs of",
                frame -> listener.next(
                        new LogChunk(stream(frame), frame.getPayload().clone())),
                listener));
    }

    static @Nullable Integer seconds(@Nullable String since) {
        if (since == null || since.isBlank()) {
            return null;
        }
        if (since.matches("\\d{1,10}(\\.\\d+)?")) {
            return (int) Double.parseDouble(since);
        }
        try {
            return (int) Instant.parse(since).getEpochSecond();
        } catch (DateTimeException e) {
            throw new EngineFailure(
                    EngineFailure.Kind.REFUSED,
                    "since: '%s' is neither seconds since 1970 nor a time like 2026-01-31T12:00:00Z".formatted(since));
        }
    }

    @Override
    public AutoCloseable stats(String container, String resourceId, Listener<StatsSample> listener) {
        return docker.statsCmd(container)
                .withNoStream(false)
                .exec(new StreamCallback<Statistics>(
                        "measure", statistics -> listener.next(ContainerSamples.of(resourceId, statistics)), listener));
    }

    @Override
    public Session exec(ExecFrame.Open open, Listener<ExecFrame> listener) {
        String id = call(
                "run a command in",
                () -> docker.execCreateCmd(open.container())
                        .withCmd(open.command().toArray(String[]::new))
                        .withAttachStdin(open.stdin())
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .withTty(open.tty())
                        .exec()
                        .getId());
        InputQueue input = new InputQueue();
        ExecStartCmd start = docker.execStartCmd(id).withTty(open.tty()).withDetach(false);
        if (open.stdin()) {
            start.withStdIn(input);
        }
        StreamCallback<Frame> callback = start.exec(new StreamCallback<>(
                "run a command in",
                frame -> listener.next(new ExecFrame.Output(
                        open.tty() ? 0 : stream(frame), frame.getPayload().clone())),
                exitAfter(id, listener)));
        DockerSession session = new DockerSession(id, open.tty(), input, callback);
        if (open.tty() && open.columns() > 0 && open.rows() > 0) {
            session.resize(open.columns(), open.rows());
        }
        return session;
    }

    private Listener<ExecFrame> exitAfter(String id, Listener<ExecFrame> listener) {
        return new Listener<>() {
            @Override
            public void next(ExecFrame item) {
                listener.next(item);
            }

            @Override
            public void end() {
                Long code = call(
                        "ask for the exit code of",
                        () -> docker.inspectExecCmd(id).exec().getExitCodeLong());
                listener.next(new ExecFrame.Exit(code == null ? 0 : code.intValue(), ""));
                listener.end();
            }

            @Override
            public void failed(EngineFailure failure) {
                listener.failed(failure);
            }
        };
    }

    private static int stream(Frame frame) {
        StreamType type = Objects.requireNonNullElse(frame.getStreamType(), StreamType.RAW);
        return switch (type) {
            case RAW, STDIN -> 0;
            case STDOUT -> 1;
            case STDERR -> 2;
        };
    }

    private static <T extends @Nullable Object> T call(String verb, java.util.concurrent.Callable<T> call) {
        try {
            return Deadlines.within(LIMIT, verb, call);
        } catch (ExecutionException e) {
            throw DockerEngineClient.failure(
                    verb, Objects.requireNonNullElse(e.getCause(), e), EngineMessages.verb(verb));
        }
    }

    private final class DockerSession implements Session {
        private final String id;
        private final boolean tty;
        private final InputQueue input;
        private final StreamCallback<Frame> output;

        DockerSession(String id, boolean tty, InputQueue input, StreamCallback<Frame> output) {
            this.id = id;
            this.tty = tty;
            this.input = input;
            this.output = output;
        }

        @Override
        public void input(byte[] bytes, Runnable consumed) {
            input.add(bytes, consumed);
        }

        @Override
        public void inputEnded() {
            input.end();
        }

        @Override
        public void resize(int columns, int rows) {
            Thread.ofVirtual().name("exec-resize").start(() -> resizeOnceItRuns(columns, rows));
        }

        private void resizeOnceItRuns(int columns, int rows) {
            try {
                for (int tries = 0; tries < RESIZE_TRIES; tries++) {
                    try {
                        docker.resizeExecCmd(id).withSize(rows, columns).exec();
                        return;
                    } catch (DockerException notYet) {
                        // The engine refuses sizes until the command runs, and does not tell.
                        Thread.sleep(RESIZE_PAUSE);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** A shell on a terminal ends at Ctrl-D; the engine itself never ends a command whose client left. */
        @Override
        public void close() {
            if (tty) {
                input.add(END_OF_TRANSMISSION, () -> {});
            }
            input.add(new byte[0], () -> {});
            input.end();
            output.close();
        }
    }
}
