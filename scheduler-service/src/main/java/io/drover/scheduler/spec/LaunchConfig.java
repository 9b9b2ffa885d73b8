package io.drover.scheduler.spec;

import io.drover.model.Labels;
import io.drover.model.link.ContainerSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one container of a unit is created (spec: orchestration, 1.3).
 *
 * @param name the sidekick's name; empty for the primary
 * @param container the container in the engine's terms; labels as the user wrote them
 * @param networkFrom launch config of the same unit whose network namespace is joined; empty name: the primary
 * @param volumesFrom launch configs of the same unit whose volumes are mounted
 * @param stopTimeoutSeconds time between stop signal and kill; the reference's default is 10
 * @param other wire fields that are stored and shown but not acted on in this release
 */
public record LaunchConfig(
        String name,
        ContainerSpec container,
        @Nullable String networkFrom,
        List<String> volumesFrom,
        int stopTimeoutSeconds,
        Map<String, Object> other) {
    public static final int DEFAULT_STOP_TIMEOUT_SECONDS = 10;

    public LaunchConfig {
        volumesFrom = List.copyOf(volumesFrom);
        other = Map.copyOf(other);
    }

    /** The same with another image. */
    public LaunchConfig withImage(String image) {
        return new LaunchConfig(name, container.withImage(image), networkFrom, volumesFrom, stopTimeoutSeconds, other);
    }

    public boolean isPrimary() {
        return name.isEmpty();
    }

    /** Started once and left alone when it exits (spec: orchestration, 2.5). */
    public boolean startOnce() {
        return "true".equalsIgnoreCase(container.labels().get(Labels.START_ONCE));
    }

    public boolean pullAlways() {
        return "always".equalsIgnoreCase(container.labels().get(Labels.PULL_IMAGE));
    }
}
