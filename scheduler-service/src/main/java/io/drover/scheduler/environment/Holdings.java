package io.drover.scheduler.environment;

import io.drover.model.HostId;
import io.drover.model.environment.EnvironmentFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment and what is in it, at the moment of a decision.
 *
 * @param marks what was done before
 * @param unaskedStacks stacks whose removal nobody has asked for yet
 * @param stacks stacks that are not gone, those included
 * @param hosts that are not forgotten
 * @param leftBehind containers that were on hosts when those were given up, as {@code name on host}
 */
public record Holdings(
        EnvironmentFacts facts, Marks marks, int unaskedStacks, int stacks, List<Host> hosts, List<String> leftBehind) {
    public Holdings {
        hosts = List.copyOf(hosts);
        leftBehind = List.copyOf(leftBehind);
    }

    /**
     * @param removalBegun since when what is in it goes
     * @param note what identity-service was told last
     */
    public record Marks(
            @Nullable Instant removalBegun,
            boolean emptied,
            boolean purged,
            boolean templatesMade,
            boolean templatesStarted,
            @Nullable String note) {
        public static final Marks NONE = new Marks(null, false, false, false, false, null);
    }

    /**
     * @param agent number of its agent's identity
     * @param removing somebody asked for its removal
     * @param containers of Drover's that are not known to be gone
     */
    public record Host(HostId id, String name, long agent, boolean connected, boolean removing, long containers) {}
}
