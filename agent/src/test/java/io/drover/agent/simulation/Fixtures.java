package io.drover.agent.simulation;

import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instances and documents for tests: {@code web(1)} is instance 1, named web-1, of image "web", to be running. */
public final class Fixtures {
    public static final String GENERATION = "g1";

    private Fixtures() {}

    public static String uuid(long id) {
        return "%08d-1111-2222".formatted(id);
    }

    public static DesiredInstance web(long id) {
        return of(id, Target.RUNNING, 1, true, spec("web"));
    }

    public static DesiredInstance web(long id, Target target) {
        return of(id, target, 1, true, spec("web"));
    }

    public static DesiredInstance of(
            long id, Target target, long startGeneration, boolean keepRunning, ContainerSpec spec) {
        return new DesiredInstance(id, uuid(id), "web-" + id, target, startGeneration, keepRunning, 10, false, spec);
    }

    public static ContainerSpec spec(String image) {
        return spec(image, List.of(), null, List.of());
    }

    public static ContainerSpec publishing(int port) {
        return spec("web", List.of(new ContainerSpec.Port(null, port, 80, "tcp")), null, List.of());
    }

    public static ContainerSpec joining(long id) {
        return spec("web", List.of(), uuid(id), List.of());
    }

    public static ContainerSpec spec(
            String image, List<ContainerSpec.Port> ports, @Nullable String networkOf, List<String> volumesFrom) {
        return new ContainerSpec(
                image,
                null,
                null,
                Map.of(),
                Map.of("team", "blue"),
                ContainerSpec.Process.DEFAULT,
                new ContainerSpec.Network(
                        null, networkOf, null, null, ports, List.of(), List.of(), List.of(), List.of(), List.of()),
                new ContainerSpec.Storage(List.of(), List.of(), volumesFrom, Map.of(), null, null),
                ContainerSpec.Resources.DEFAULT,
                ContainerSpec.Security.DEFAULT,
                null,
                null);
    }

    public static DocumentVersion version(long epoch, long revision) {
        return new DocumentVersion(GENERATION, epoch, revision);
    }

    public static DesiredMessage.Snapshot snapshot(long revision, DesiredInstance... instances) {
        return new DesiredMessage.Snapshot(version(1, revision), List.of(instances));
    }
}
