package io.drover.model.link;

import java.util.List;
import java.util.Map;

/**
 * @param host include the machine itself
 * @param hostResourceId public id to report the machine under
 * @param containers engine id to public id; empty and {@code host}: only the machine
 */
public record StatsRequest(boolean host, String hostResourceId, Map<String, String> containers) {
    public StatsRequest {
        containers = Map.copyOf(containers);
    }

    public List<String> engineIds() {
        return containers.keySet().stream().sorted().toList();
    }
}
