package io.drover.scheduler.placement;

import io.drover.scheduler.placement.PlacementRequest.Member;
import java.util.List;

/**
 * The wishes and their weights, in one place. The weights are so far apart that in practice the list is an order: first as
 * few broken soft rules as possible (the reference drops one soft rule per round, which picks the same hosts), then as few
 * units of the same service as possible, then the most free memory and CPU if the unit reserves some, then as few
 * containers as possible.
 */
final class HostScorers {
    /** @param weight of one unit of penalty */
    record Weighted(double weight, HostScorer scorer) {}

    static final List<Weighted> STANDARD = List.of(
            new Weighted(1e9, HostScorers::brokenWishes),
            new Weighted(1e6, HostScorers::siblings),
            new Weighted(1e5, HostScorers::reservedShare),
            new Weighted(1, HostScorers::containers));

    private HostScorers() {}

    static double total(PlacementRequest request, HostLedger host) {
        double total = 0;
        for (Weighted weighted : STANDARD) {
            total += weighted.weight() * weighted.scorer().penalty(request, host);
        }
        return total;
    }

    static double brokenWishes(PlacementRequest request, HostLedger host) {
        if (request.requestedHost() != null) {
            return 0;
        }
        int broken = 0;
        for (Member member : request.members()) {
            for (PlacementRule rule : member.rules()) {
                if (rule.soft() && !host.satisfies(rule, request.unit())) {
                    broken++;
                }
            }
        }
        return broken;
    }

    /** Keeps the units of one service apart, so that one lost host takes as few of them as possible. */
    static double siblings(PlacementRequest request, HostLedger host) {
        return host.unitsOf(request.unit().service());
    }

    /** The fuller of memory and CPU after the unit, 0 to 1, of what the unit reserves; 0 if it reserves nothing. */
    static double reservedShare(PlacementRequest request, HostLedger host) {
        double memory = 0;
        double cpu = 0;
        for (Member member : request.members()) {
            memory += member.demand().memoryBytes();
            cpu += member.demand().milliCpu();
        }
        var capacity = host.capacity();
        double memoryShare = memory == 0 || capacity.memoryBytes() == 0
                ? 0
                : 1 - (host.freeMemoryBytes() - memory) / capacity.memoryBytes();
        double cpuShare =
                cpu == 0 || capacity.milliCpu() == 0 ? 0 : 1 - (host.freeMilliCpu() - cpu) / capacity.milliCpu();
        return Math.max(memoryShare, cpuShare);
    }

    static double containers(PlacementRequest request, HostLedger host) {
        return host.containers();
    }
}
