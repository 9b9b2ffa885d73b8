package io.drover.scheduler.host;

import io.drover.model.HostId;
import java.time.Instant;

/**
 * A host at the moment of a decision about its life.
 *
 * @param agent number of its agent's identity
 * @param connected its agent link is open
 * @param linkSince since when it is or is not
 * @param lost what was decided last
 * @param removing the user asked for its removal
 * @param stayAway what its environment says of how long it may stay away
 * @param instances instances of Drover's on it that are not gone
 */
public record HostView(
        HostId id,
        long agent,
        boolean connected,
        Instant linkSince,
        boolean lost,
        boolean removing,
        StayAway stayAway,
        int instances) {}
