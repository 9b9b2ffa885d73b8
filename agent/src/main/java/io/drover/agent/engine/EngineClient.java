package io.drover.agent.engine;

import io.drover.model.InstanceId;
import io.drover.model.Labels;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.RegistryAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What the agent asks of a Docker engine. Calls block, have a deadline and throw {@link EngineFailure}. Two implementations:
 * docker-java, and the simulated engine of the tests.
 *
 * <p>Round trips for one container from nothing to running: create, start, and a share of one look (looks are
 * batched).
 */
public interface EngineClient extends AutoCloseable {
    /** What the engine says about itself and its machine. */
    EngineInfo info();

    /** Returns if the engine answers. */
    void ping();

    /**
     * All containers. Those of Drover whose id is not in {@code exact} are inspected as well, for their times and exit code.
     */
    List<EngineContainer> list(Set<String> exact);

    /** These containers only, as {@link #list} shows them without inspecting; those that are gone are missing. */
    List<EngineContainer> look(Set<String> ids);

    /**
     * Makes the engine have the image, with progress from 0 to 100 as the layers arrive.
     *
     * @param access anonymous, or with whose name; never refused
     */
    void pull(String image, RegistryAccess access, IntConsumer progress);

    /** Answers the engine's id of the new container. */
    String create(Creation creation);

    /** Does nothing to a running container. */
    void start(String container);

    /** Asks, waits, kills. Does nothing to a container that does not run. */
    void stop(String container, int timeoutSeconds);

    /** Removes a container that does not run; its volumes stay. */
    void remove(String container);

    /**
     * Calls {@code onEvent} for what happens from now on, until closed; {@code onGap} when events may have been missed (on
     * every new subscription, the first included): list then.
     */
    AutoCloseable events(Consumer<EngineEvent> onEvent, Runnable onGap);

    @Override
    void close();

    /**
     * @param name the container's name at the engine
     * @param generation generation of the database that wants it
     * @param dependencies instance uuid to engine id, for shared networks and volumes
     */
    record Creation(String name, String generation, DesiredInstance instance, Map<String, String> dependencies) {
        public Creation {
            dependencies = Map.copyOf(dependencies);
        }

        /** The user's labels and those by which the agent finds its own. */
        public Map<String, String> labels() {
            Map<String, String> labels = new HashMap<>(instance.container().labels());
            labels.put(Labels.CONTAINER_UUID, instance.uuid());
            labels.put(Labels.CONTAINER_NAME, instance.name());
            labels.put(Labels.INSTANCE, new InstanceId(instance.id()).toString());
            labels.put(Labels.GENERATION, generation);
            labels.put(EngineContainer.START_GENERATION_LABEL, Long.toString(instance.startGeneration()));
            return labels;
        }
    }
}
