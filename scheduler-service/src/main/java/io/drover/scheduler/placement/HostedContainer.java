package io.drover.scheduler.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that is on a host, or that Drover has promised to the host. Every instance whose removal its host has not
 * reported belongs here, and every native container that other people started.
 *
 * @param uuid identity; a native container's engine id
 * @param name what people call it: it is named in refusals
 * @param unit null for native containers
 */
public record HostedContainer(
        String uuid, String name, @Nullable UnitRef unit, Presence presence, Demand demand) {
    public enum Presence {
        /** Runs or is meant to run: holds ports and reservations, seen by affinity rules. */
        STARTED,
        /** Kept but stopped: holds reservations, not ports; seen by affinity rules (spec: orchestration, 3.2, 3.5). */
        STOPPED,
        /** Being removed: holds ports and reservations until it is gone; affinity rules do not see it any more. */
        LEAVING
    }

    /** The same container on its way out; one that was stopped held no port and does not take it back. */
    HostedContainer leaving() {
        Demand left = presence == Presence.STOPPED
                ? new Demand(demand.labels(), List.of(), demand.memoryBytes(), demand.milliCpu())
                : demand;
        return new HostedContainer(uuid, name, unit, Presence.LEAVING, left);
    }
}
