package io.drover.scheduler.reconcile;

import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.link.DesiredInstance.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step towards what the user wants. All actions of a plan are written in one transaction; who applies them gives the
 * ids and uuids of new instances and builds their containers with {@code naming.UnitContainers}.
 */
public sealed interface Action {
    /** One sentence part for the log, e.g. {@code scale is 3}. */
    String reason();

    /**
     * Create one instance per launch config, primary first, numbered from {@code createIndex} in that order.
     *
     * @param index the slot
     * @param bindAddresses launch config name to the address its ports without one are bound to; mostly empty
     */
    record CreateUnit(
            int index,
            long createIndex,
            HostId host,
            Map<String, String> bindAddresses,
            long revision,
            long startGeneration,
            String reason)
            implements Action {
        public CreateUnit {
            bindAddresses = Map.copyOf(bindAddresses);
        }
    }

    /** Create the instance that a unit lacks, on the unit's host. */
    record CreateInstance(
            String unit,
            String launchConfig,
            int index,
            long createIndex,
            HostId host,
            @Nullable String bindAddress,
            long revision,
            long startGeneration,
            String reason)
            implements Action {}

    /** @param target never {@code REMOVED}: that is {@link RemoveInstance} */
    record SetTarget(InstanceId instance, Target target, String reason) implements Action {}

    /** Raise the start generation: the agent starts the container anew once. */
    record Restart(InstanceId instance, long startGeneration, String reason) implements Action {}

    /** Set the target to {@code REMOVED}; the row goes when the host reported the container gone. */
    record RemoveInstance(InstanceId instance, String reason) implements Action {}
}
