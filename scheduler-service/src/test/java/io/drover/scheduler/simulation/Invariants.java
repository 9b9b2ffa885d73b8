package io.drover.scheduler.simulation;

import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.reconcile.Action;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.Plan;
import io.drover.scheduler.simulation.SimulatedServer.Row;
import io.drover.scheduler.simulation.SimulatedServer.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold in every history, whatever breaks. Violations are collected, so that a test shows all of them. */
final class Invariants {
    private final SimulatedServer server;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> createIndexes = new HashSet<>();
    private boolean suspended;

    Invariants(SimulatedServer server) {
        this.server = server;
    }

    List<String> violations() {
        return violations;
    }

    /** Nothing is removed for nothing, and nothing goes where it cannot run. */
    void beforeApplying(Service service, Plan plan) {
        long liveUnits = liveUnits(service);
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.RemoveInstance remove -> {
                    Row row = server.row(remove.instance());
                    boolean wanted = service.activity == Activity.ACTIVE
                            && liveUnits <= service.scale
                            && row.birth.revision() == service.revision
                            && server.hosts.containsKey(row.birth.host())
                            && !server.isLost(row.birth.host());
                    check(!wanted, "removed %s, which is well: %s", row.name(), remove.reason());
                }
                case Action.CreateUnit create ->
                    check(
                            server.isSchedulable(create.host()),
                            "placed slot %d of %s on %s",
                            create.index(),
                            service.name,
                            create.host());
                case Action.CreateInstance _, Action.SetTarget _, Action.Restart _ -> {}
            }
        }
    }

    void created(Row row) {
        check(
                createIndexes.add(row.service.id + "/" + row.birth.createIndex()),
                "create index %d used twice",
                row.birth.createIndex());
    }

    void afterApplying(Service service) {
        var slots = new HashSet<String>();
        var ports = new HashSet<String>();
        for (Row row : server.rows.values()) {
            if (!row.isLive()) {
                continue;
            }
            check(
                    slots.add("%s/%d/%s".formatted(row.service.id, row.birth.index(), row.birth.launchConfig())),
                    "two live instances of %s",
                    row.name());
            for (Port port : row.service.primary.container().network().ports()) {
                boolean primary = row.birth.launchConfig().isEmpty();
                check(
                        !primary || ports.add(row.birth.host() + "/" + port.hostPort()),
                        "port %d twice on %s",
                        port.hostPort(),
                        row.birth.host());
            }
        }
        if (service.activity == Activity.ACTIVE) {
            check(
                    liveUnits(service) <= service.scale,
                    "%d units of %s at scale %d",
                    liveUnits(service),
                    service.name,
                    service.scale);
        }
    }

    private long liveUnits(Service service) {
        return server.rows.values().stream()
                .filter(row -> row.service == service && row.isLive())
                .map(row -> row.birth.unit())
                .distinct()
                .count();
    }

    /** The rows are broken already: what holds of sound histories cannot be asked. */
    void suspend() {
        suspended = true;
    }

    private void check(boolean holds, String violation, Object... arguments) {
        if (!holds && !suspended) {
            violations.add(violation.formatted(arguments));
        }
    }
}
