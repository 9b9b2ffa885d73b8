package io.drover.agent.logs;

import io.drover.agent.engine.EngineStreams;
import io.drover.agent.stream.GatedStream;
import io.drover.model.link.LogChunk;
import io.drover.model.link.LogsRequest;
import reactor.core.publisher.Flux;

/** A container's output, as the server asks for it. Ends with the container, or with its last line if not followed. */
public final class LogsStream {
    private final EngineStreams engine;

    public LogsStream(EngineStreams engine) {
        this.engine = engine;
    }

    public Flux<LogChunk> of(LogsRequest request) {
        return GatedStream.of(listener -> engine.logs(request, listener));
    }
}
