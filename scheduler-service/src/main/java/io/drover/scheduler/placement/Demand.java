package io.drover.scheduler.placement;

import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Port;
import java.util.List;
import java.util.Map;

/**
 * What one container takes from its host, or shows to the rules of others.
 *
 * @param labels all labels of the container, users' and Drover's
 * @param ports published ports; host port 0 takes whatever is free and never conflicts
 * @param memoryBytes reserved memory, 0: none
 * @param milliCpu reserved CPU, 0: none
 */
public record Demand(Map<String, String> labels, List<Port> ports, long memoryBytes, int milliCpu) {
    public static final Demand NONE = new Demand(Map.of(), List.of(), 0, 0);

    public Demand {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
    }

    /** The demand of a container as an engine would create it; labels as given there. */
    public static Demand of(ContainerSpec container) {
        Long memory = container.resources().memoryReservationBytes();
        Integer cpu = container.resources().milliCpuReservation();
        return new Demand(
                container.labels(), container.network().ports(), memory == null ? 0 : memory, cpu == null ? 0 : cpu);
    }
}
