package io.drover.scheduler.reconcile;

import io.drover.model.ServiceId;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;

/**
 * One service at the moment of a decision: spec, desired and observed side by side.
 *
 * @param revision number of its launch configs' revision: grows when a launch config changes, not with scale, name,
 *     description or metadata
 * @param restart the newest restart the user asked for
 * @param nextCreateIndex create index of the next instance; who applies a plan stores the number after the highest used
 * @param units every unit with an instance that is not known to be gone
 */
public record ServiceView(
        Identity identity,
        ServiceSpec spec,
        long revision,
        Activity activity,
        Restart restart,
        long nextCreateIndex,
        List<UnitView> units) {
    public ServiceView {
        units = List.copyOf(units);
    }

    /** @param stackName as it is now: new containers use the new name, existing ones keep theirs */
    public record Identity(ServiceId id, String stackName, String environmentUuid) {}

    /**
     * A rolling restart (spec: orchestration, 5.6). It is done when every running instance has that start generation.
     *
     * @param startGeneration the API sets it to one more than the highest start generation of the service and its
     *     instances; instances are created with it; 0: never asked
     * @param batchSize units restarted at a time, from 1
     * @param interval pause between two batches
     */
    public record Restart(long startGeneration, int batchSize, Duration interval) {
        public static final int DEFAULT_BATCH_SIZE = 1;
        public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(2000);
        public static final Restart NEVER = new Restart(0, DEFAULT_BATCH_SIZE, DEFAULT_INTERVAL);
    }
}
