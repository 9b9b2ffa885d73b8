package io.drover.agent.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One word of the engine's event stream about a container. Health probes and exec sessions never get here: the stream is
 * filtered at the engine.
 *
 * @param container the engine's id
 * @param exitCode of a death, else null
 * @param atMillis epoch milliseconds, the engine's clock
 * @param attributes the container's labels, with {@code name} and {@code image}
 */
public record EngineEvent(
        String container, Kind kind, @Nullable Integer exitCode, long atMillis, Map<String, String> attributes) {
    public EngineEvent {
        attributes = Map.copyOf(attributes);
    }

    public enum Kind {
        CREATED,
        STARTED,
        DIED,
        PAUSED,
        UNPAUSED,
        RENAMED,
        DESTROYED
    }
}
