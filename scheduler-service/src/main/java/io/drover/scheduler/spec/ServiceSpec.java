package io.drover.scheduler.spec;

import io.drover.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One service as its user wrote it.
 *
 * @param scale how many units; ignored by global services
 * @param sidekicks in the order the user named them
 * @param links alias to {@code service} or {@code stack/service}
 * @param dependsOn services of the same stack that are started first
 * @param metadata free data for the metadata service
 * @param other wire fields of the service that are stored and shown but not acted on in this release
 */
public record ServiceSpec(
        String name,
        String description,
        int scale,
        LaunchConfig primary,
        List<LaunchConfig> sidekicks,
        Map<String, String> links,
        List<String> dependsOn,
        Map<String, Object> metadata,
        Map<String, Object> other) {
    public ServiceSpec {
        sidekicks = List.copyOf(sidekicks);
        links = Map.copyOf(links);
        dependsOn = List.copyOf(dependsOn);
        metadata = Map.copyOf(metadata);
        other = Map.copyOf(other);
    }

    /** A service without fields that are only stored. */
    public ServiceSpec(
            String name,
            String description,
            int scale,
            LaunchConfig primary,
            List<LaunchConfig> sidekicks,
            Map<String, String> links,
            List<String> dependsOn,
            Map<String, Object> metadata) {
        this(name, description, scale, primary, sidekicks, links, dependsOn, metadata, Map.of());
    }

    /** The same service with another scale. */
    public ServiceSpec withScale(int newScale) {
        return new ServiceSpec(name, description, newScale, primary, sidekicks, links, dependsOn, metadata, other);
    }

    /** The same service with other metadata. */
    public ServiceSpec withMetadata(Map<String, Object> newMetadata) {
        return new ServiceSpec(name, description, scale, primary, sidekicks, links, dependsOn, newMetadata, other);
    }

    /** The same service with other launch configs. */
    public ServiceSpec withLaunchConfigs(LaunchConfig newPrimary, List<LaunchConfig> newSidekicks) {
        return new ServiceSpec(name, description, scale, newPrimary, newSidekicks, links, dependsOn, metadata, other);
    }

    /** Primary first. */
    public List<LaunchConfig> launchConfigs() {
        var all = new ArrayList<LaunchConfig>(sidekicks.size() + 1);
        all.add(primary);
        all.addAll(sidekicks);
        return List.copyOf(all);
    }

    /** One unit on every matching host: the label on the primary or any sidekick (spec: orchestration, 2.1). */
    public boolean isGlobal() {
        return Stream.concat(Stream.of(primary), sidekicks.stream())
                .anyMatch(config ->
                        "true".equalsIgnoreCase(config.container().labels().get(Labels.GLOBAL)));
    }
}
