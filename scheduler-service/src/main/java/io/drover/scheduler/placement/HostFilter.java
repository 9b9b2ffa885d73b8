package io.drover.scheduler.placement;

/** A hard rule: can this host take this unit at all, and if not, why not. */
@FunctionalInterface
interface HostFilter {
    Verdict check(PlacementRequest request, HostLedger host);
}
