package io.drover.agent.reconcile;

import io.drover.model.link.DesiredInstance;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The engine's name of an instance's container: the user's name if the engine takes it and nobody has it, else with the first
 * part of the uuid (spec: hosts and network, 2.8), else the uuid.
 */
final class ContainerNames {
    private static final Pattern DOCKER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private ContainerNames() {}

    static String free(DesiredInstance instance, Set<String> taken) {
        if (!DOCKER.matcher(instance.name()).matches()) {
            return "r-" + instance.uuid();
        }
        if (!taken.contains(instance.name())) {
            return instance.name();
        }
        String suffixed = instance.name() + "-" + instance.uuid().split("-", 2)[0];
        return taken.contains(suffixed) ? "r-" + instance.uuid() : suffixed;
    }
}
