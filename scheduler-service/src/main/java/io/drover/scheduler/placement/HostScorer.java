package io.drover.scheduler.placement;

/** A wish: how much a host that could take the unit is disliked for it. Lower is better, 0 is perfect. */
@FunctionalInterface
interface HostScorer {
    double penalty(PlacementRequest request, HostLedger host);
}
