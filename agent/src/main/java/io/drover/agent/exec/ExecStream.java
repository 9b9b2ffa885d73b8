package io.drover.agent.exec;

import io.drover.agent.engine.EngineFailure;
import io.drover.agent.engine.EngineStreams;
import io.drover.agent.engine.EngineStreams.Session;
import io.drover.agent.stream.GatedStream;
import io.drover.model.link.ExecFrame;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * A command in a container. In: one {@link ExecFrame.Open}, then input and sizes. Out: output, and one {@link ExecFrame.Exit} as
 * the last frame, also when the command could not be run. When the reader leaves, the command's input ends.
 */
public final class ExecStream {
    /** The shell's code for "found but could not be run". */
    private static final int CANNOT_RUN = 126;

    private final EngineStreams engine;

    public ExecStream(EngineStreams engine) {
        this.engine = engine;
    }

    public Flux<ExecFrame> run(Flux<ExecFrame> frames) {
        return frames.switchOnFirst(this::begin);
    }

    private Flux<ExecFrame> begin(Signal<? extends ExecFrame> first, Flux<ExecFrame> all) {
        if (!(first.get() instanceof ExecFrame.Open open)) {
            return Flux.just(new ExecFrame.Exit(CANNOT_RUN, "The first frame must say which command to open"));
        }
        return GatedStream.<ExecFrame>of(listener -> session(open, all, listener))
                .onErrorResume(
                        EngineFailure.class,
                        failure -> Flux.just(new ExecFrame.Exit(CANNOT_RUN, String.valueOf(failure.getMessage()))));
    }

    private AutoCloseable session(
            ExecFrame.Open open, Flux<ExecFrame> frames, EngineStreams.Listener<ExecFrame> listener) {
        Session session = engine.exec(open, listener);
        Input input = new Input(session);
        frames.subscribe(input);
        return () -> {
            input.cancel();
            session.close();
        };
    }

    /** Asks for the next frame when the command has taken the last. */
    private static final class Input extends BaseSubscriber<ExecFrame> {
        private static final int AHEAD = 16;

        private final Session session;

        Input(Session session) {
            this.session = session;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(AHEAD);
        }

        @Override
        protected void hookOnNext(ExecFrame frame) {
            switch (frame) {
                case ExecFrame.Input(var bytes) -> session.input(bytes, () -> request(1));
                case ExecFrame.Resize(var columns, var rows) -> {
                    session.resize(columns, rows);
                    request(1);
                }
                case ExecFrame.Open _, ExecFrame.Output _, ExecFrame.Exit _ -> request(1);
            }
        }

        @Override
        protected void hookOnComplete() {
            session.inputEnded();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            session.close();
        }
    }
}
