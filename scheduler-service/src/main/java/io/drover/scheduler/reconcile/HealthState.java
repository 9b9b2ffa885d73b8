package io.drover.scheduler.reconcile;

/** How well a service or stack is (spec: orchestration, 4.5-4.6). */
public enum HealthState {
    HEALTHY("healthy"),
    INITIALIZING("initializing"),
    DEGRADED("degraded"),
    UNHEALTHY("unhealthy"),
    STARTED_ONCE("started-once");

    private final String wire;

    HealthState(String wire) {
        this.wire = wire;
    }

    /** The name on the wire. */
    public String wire() {
        return wire;
    }
}
