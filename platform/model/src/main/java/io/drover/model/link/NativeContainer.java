package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container somebody started beside Drover; shown, never changed unless its user asks through the API.
 *
 * @param state Docker's word: created, running, paused, restarting, exited, dead
 * @param createdAtMillis epoch milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NativeContainer(
        String externalId,
        String name,
        String image,
        String state,
        @Nullable String address,
        List<ContainerSpec.Port> ports,
        Map<String, String> labels,
        long createdAtMillis) {
    public NativeContainer {
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
    }
}
