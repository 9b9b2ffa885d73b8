package io.drover.scheduler.quota;

import io.drover.model.environment.Quota;
import io.drover.scheduler.placement.Demand;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.HostedContainer;
import io.drover.scheduler.placement.HostedContainer.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is left of an environment's quota while one pass makes and removes containers. Containers on their way out do not count:
 * a unit at the limit can be replaced.
 */
public final class QuotaRoom {
    private final Quota quota;
    private final Map<String, Demand> held = new HashMap<>();
    private Usage used = Usage.NOTHING;

    /** @param hosts all of the environment, with what is on them */
    public QuotaRoom(Quota quota, Collection<HostSnapshot> hosts) {
        this.quota = quota;
        hosts.stream()
                .flatMap(host -> host.containers().stream())
                .filter(container -> container.unit() != null && container.presence() != Presence.LEAVING)
                .forEach(this::hold);
    }

    private void hold(HostedContainer container) {
        held.put(container.uuid(), container.demand());
        used = used.plus(container.demand(), 1);
    }

    /** Why containers cannot be made; empty: they can. */
    public Optional<Excess> excess(Collection<Demand> wanted, Set<String> withoutUuids) {
        Usage before = used;
        for (String uuid : withoutUuids) {
            Demand leaves = held.get(uuid);
            before = leaves == null ? before : before.plus(leaves, -1);
        }
        Usage after = before;
        for (Demand demand : wanted) {
            after = after.plus(demand, 1);
        }
        return Excess.of(quota, before, after);
    }

    public void take(Collection<Demand> made) {
        made.forEach(demand -> used = used.plus(demand, 1));
    }

    /** The decision of this pass removes that container. */
    public void release(String uuid) {
        Demand leaves = held.remove(uuid);
        if (leaves != null) {
            used = used.plus(leaves, -1);
        }
    }
}
