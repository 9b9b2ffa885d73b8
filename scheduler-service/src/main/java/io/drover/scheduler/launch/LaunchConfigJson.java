package io.drover.scheduler.launch;

import io.drover.scheduler.spec.LaunchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The wire's flat {@code launchConfig} (spec: orchestration, 1.3, 1.9) and {@link LaunchConfig}, both directions. Fields this
 * release does not act on are kept in {@link LaunchConfig#other()} and shown again; {@code restartPolicy} is dropped, because
 * the containers of a service are kept running by the scheduler (spec: orchestration, 2.5).
 */
public final class LaunchConfigJson {
    /** The outcome of reading one. */
    public sealed interface Outcome {
        /** @param unknown names of fields that no launch configuration has; they are dropped, as the contract says */
        record Accepted(LaunchConfig config, List<String> unknown) implements Outcome {
            public Accepted {
                unknown = List.copyOf(unknown);
            }
        }

        record Refused(List<FieldProblem> problems) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    private LaunchConfigJson() {}

    /**
     * Reads the primary configuration of a service.
     *
     * @param service the service's name: in {@code networkLaunchConfig} and {@code dataVolumesFromLaunchConfigs} it means the
     *     primary configuration
     */
    public static Outcome readPrimary(Map<?, ?> wire, String service) {
        return read(wire, service, "launchConfig", true);
    }

    /** Reads a sidekick's configuration; its {@code name} is required. */
    public static Outcome readSidekick(Map<?, ?> wire, String service, int position) {
        return read(wire, service, "secondaryLaunchConfigs[%d]".formatted(position), false);
    }

    /** The wire form; absent means the engine's default, as in what clients send. */
    public static Map<String, Object> write(LaunchConfig config, String service) {
        return LaunchConfigFields.write(config, service);
    }

    private static Outcome read(Map<?, ?> wire, String service, String prefix, boolean primary) {
        var problems = new ArrayList<FieldProblem>();
        var fields = new WireFields(wire, prefix, problems);
        LaunchConfig config = new LaunchConfigReading(fields, service, primary).read();
        return problems.isEmpty()
                ? new Outcome.Accepted(config, List.copyOf(fields.remaining()))
                : new Outcome.Refused(problems);
    }
}
