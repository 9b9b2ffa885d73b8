package io.drover.model.link;

import java.util.Map;

/**
 * What an agent reports of its machine.
 *
 * @param engineId the Docker engine's id: the host's identity across re-installations of the agent
 * @param hostname the machine's name
 * @param address the address other hosts and users reach the machine by
 * @param dockerVersion version of the engine, e.g. {@code 20.10.24}
 * @param kernelVersion e.g. {@code 6.1.0-13-amd64}
 * @param operatingSystem e.g. {@code Debian GNU/Linux 12}
 * @param storageDriver the engine's storage driver
 * @param memoryBytes all memory of the machine
 * @param milliCpu cores times 1000
 * @param localStorageMb size of the file system that holds the engine's data
 * @param labels what the operator gave by {@code --label} and what the agent found ({@code io.rancher.host.*})
 */
public record HostFacts(
        String engineId,
        String hostname,
        String address,
        String dockerVersion,
        String kernelVersion,
        String operatingSystem,
        String storageDriver,
        long memoryBytes,
        int milliCpu,
        long localStorageMb,
        Map<String, String> labels) {
    public HostFacts {
        labels = Map.copyOf(labels);
    }
}
