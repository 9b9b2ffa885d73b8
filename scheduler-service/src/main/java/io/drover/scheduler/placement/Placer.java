package io.drover.scheduler.placement;

import java.util.Collection;
import java.util.List;

/**
 * Chooses hosts for units. Hard rules first ({@code HostFilters}: host state, capacity, ports, require_any, affinity), then
 * the host with the least penalty ({@code HostScorers}), ties by host id. The policy in prose: docs/design/scheduling.md.
 */
public final class Placer {
    private Placer() {}

    /** One decision per request, in the order of the requests; each sees the placements before it. */
    public static List<PlacementDecision> place(List<PlacementRequest> requests, Collection<HostSnapshot> hosts) {
        PlacementPass pass = PlacementPass.over(hosts);
        return requests.stream().map(pass::place).toList();
    }
}
