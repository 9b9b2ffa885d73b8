package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.Liveness;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The environment's hosts by id; one that is not here has been removed, and what was on it is gone. */
final class Hosts {
    private final Map<HostId, HostSnapshot> byId = new TreeMap<>();

    Hosts(Collection<HostSnapshot> hosts) {
        hosts.forEach(host -> byId.put(host.id(), host));
    }

    /** In the order of their ids. */
    Collection<HostSnapshot> all() {
        return byId.values();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    boolean isGone(HostId id) {
        return !byId.containsKey(id);
    }

    boolean isLost(HostId id) {
        return liveness(id) == Liveness.LOST;
    }

    boolean isActive(HostId id) {
        return liveness(id) == Liveness.ACTIVE;
    }

    String name(HostId id) {
        HostSnapshot host = byId.get(id);
        return host == null ? id.toString() : host.name();
    }

    private @Nullable Liveness liveness(HostId id) {
        HostSnapshot host = byId.get(id);
        return host == null ? null : host.condition().liveness();
    }
}
