package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One container of a unit: identity, what is desired of it, what its host reported.
 *
 * @param name the user's name for it, e.g. {@code shop-web-3}
 * @param launchConfig name of its launch config; empty for the primary
 * @param revision revision of the launch configs it was made from
 * @param createIndex its number among all instances ever made for the service
 * @param observed null until the host reported it
 */
public record InstanceView(
        InstanceId id,
        String uuid,
        String name,
        String launchConfig,
        long revision,
        long createIndex,
        HostId host,
        Desired desired,
        @Nullable Observation observed) {
    /** @param since when target or start generation were last written */
    public record Desired(Target target, long startGeneration, Instant since) {}

    /**
     * @param startGeneration the start generation the present start answers to
     * @param starts how often it was started
     */
    public record Observation(
            State state,
            long startGeneration,
            long starts,
            @Nullable Integer exitCode,
            @Nullable String message) {}

    /** Not on its way out. */
    public boolean isLive() {
        return desired.target() != Target.REMOVED;
    }

    /** Running, and the present start answers to the desired start generation. */
    public boolean isRunning() {
        return observed != null
                && observed.state() == State.RUNNING
                && observed.startGeneration() >= desired.startGeneration();
    }
}
