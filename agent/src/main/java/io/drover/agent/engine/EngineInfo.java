package io.drover.agent.engine;

/**
 * @param id the engine's identity
 * @param rootFolder where the engine keeps its data, as the engine's machine names it
 */
public record EngineInfo(
        String id,
        String hostname,
        String version,
        String kernelVersion,
        String operatingSystem,
        String storageDriver,
        String rootFolder,
        long memoryBytes,
        int cores) {}
