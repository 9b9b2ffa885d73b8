package io.drover.agent.engine;

import io.drover.model.Labels;
import io.drover.model.WireId;
import io.drover.model.link.ContainerSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine shows it.
 *
 * @param id the engine's id
 * @param name without the leading slash
 * @param createdAtMillis epoch milliseconds
 */
public record EngineContainer(
        String id, String name, String image, Map<String, String> labels, long createdAtMillis, Run run, Reach reach) {
    /** The start generation a container was created for; later restarts are in the agent's journal. */
    public static final String START_GENERATION_LABEL = "io.drover.start_generation";

    static final String AGENT_SYSTEM = "rancher-agent";

    public EngineContainer {
        labels = Map.copyOf(labels);
    }

    /** Docker's words. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD
    }

    /**
     * @param exact false: only a list told, times and exit code are unknown
     * @param startedAtMillis epoch milliseconds of the last start; 0 if never
     * @param finishedAtMillis epoch milliseconds of the last exit; 0 if never
     */
    public record Run(
            State state, @Nullable Integer exitCode, long startedAtMillis, long finishedAtMillis, boolean exact) {
        public static final Run CREATED = new Run(State.CREATED, null, 0, 0, true);

        public boolean isUp() {
            return switch (state) {
                case RUNNING, PAUSED, RESTARTING -> true;
                case CREATED, REMOVING, EXITED, DEAD -> false;
            };
        }
    }

    /** @param ports as the engine bound them */
    public record Reach(@Nullable String address, List<ContainerSpec.Port> ports) {
        public static final Reach NONE = new Reach(null, List.of());

        public Reach {
            ports = List.copyOf(ports);
        }
    }

    public EngineContainer with(Run newRun) {
        return new EngineContainer(id, name, image, labels, createdAtMillis, newRun, reach);
    }

    public EngineContainer with(Reach newReach) {
        return new EngineContainer(id, name, image, labels, createdAtMillis, run, newReach);
    }

    /**
     * The instance's uuid, or null if Drover did not make this container. A uuid label alone is not enough: the reference
     * system's containers carry it too.
     */
    public @Nullable String ownedUuid() {
        return labels.containsKey(Labels.INSTANCE) && !isAgent() ? labels.get(Labels.CONTAINER_UUID) : null;
    }

    /** The instance's number by its label; 0 if the label is missing or unreadable. */
    public long instanceNumber() {
        return WireId.parse(labels.getOrDefault(Labels.INSTANCE, "")).orElse(0);
    }

    /** The start generation of the label; 0 without one. */
    public long labelledStartGeneration() {
        String text = labels.getOrDefault(START_GENERATION_LABEL, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** True for an agent's own container: nobody here touches it, whatever its other labels say. */
    public boolean isAgent() {
        return AGENT_SYSTEM.equals(labels.get(Labels.CONTAINER_SYSTEM));
    }
}
