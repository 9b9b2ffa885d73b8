package io.drover.agent.observe;

import io.drover.model.link.DocumentVersion;
import io.drover.model.link.NativeContainer;
import io.drover.model.link.ObservedInstance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All there is to report at one moment.
 *
 * @param instances by uuid
 * @param natives by engine id
 */
public record Picture(
        DocumentVersion known,
        @Nullable String frozen,
        Map<String, ObservedInstance> instances,
        Map<String, NativeContainer> natives) {
    public Picture {
        instances = Map.copyOf(instances);
        natives = Map.copyOf(natives);
    }
}
