package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import java.util.List;

/**
 * A unit with at least one instance that is not being removed.
 *
 * @param live those instances, oldest first; never empty
 * @param well every launch config has an instance that runs, or has finished and is start-once
 */
record LiveUnit(UnitView unit, List<InstanceView> live, Standing standing, boolean well) {
    enum Standing {
        /** As it should be, or on its way there. */
        CURRENT,
        /** Made from an older revision. */
        SUPERSEDED,
        /** Its host is lost and its work is to be done elsewhere. */
        LOST,
        /** Its host is lost, but its service opted out or its work is done: it waits for the host. */
        WAITS_FOR_HOST,
        /** Its host was removed from the environment. */
        HOST_GONE,
        /** It breaks the shape of a unit: on two hosts, or one launch config twice, or without a slot. */
        MALFORMED,
        /** Another unit has the same slot (or, of a global service, the same host) and is older. */
        DUPLICATE
    }

    LiveUnit {
        live = List.copyOf(live);
    }

    int index() {
        return unit.index();
    }

    /** Of the oldest instance: a sidekick that is created anew does not make its unit younger. */
    long createIndex() {
        return live.getFirst().createIndex();
    }

    HostId host() {
        return live.getFirst().host();
    }

    LiveUnit as(Standing other) {
        return new LiveUnit(unit, live, other, well);
    }
}
