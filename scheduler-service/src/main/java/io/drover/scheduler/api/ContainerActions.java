package io.drover.scheduler.api;

import io.drover.api.resource.Resource;
import io.drover.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which actions a container offers beyond what its type and state say. Pure. */
final class ContainerActions {
    private static final Set<String> CHANGES = Set.of("start", "stop", "restart", "remove");
    /** A container that holds an API key of its own. */
    private static final String AGENT_LABEL = "io.rancher.container.create_agent";

    private ContainerActions() {}

    static boolean isOffered(Role role, Resource container, String action, InstallationRules rules) {
        if (is(container, "nativeContainer") && CHANGES.contains(action)) {
            return false;
        }
        if (is(container, "system") && !action.equals("logs") && !rules.mayChangeInfrastructure(role)) {
            return false;
        }
        boolean isShell = action.equals("execute");
        return !isShell || role != Role.RESTRICTED || rules.restrictedMayExecute() || !isPowerful(container);
    }

    /**
     * A shell in it can do more than a restricted member may (spec: identity sheet, 3.3). Namespaces of the host count too,
     * which the reference forgot.
     */
    private static boolean isPowerful(Resource container) {
        return is(container, "privileged")
                || !List.of().equals(container.fields().getOrDefault("capAdd", List.of()))
                || "host".equals(container.fields().get("pidMode"))
                || "host".equals(container.fields().get("networkMode"))
                || (container.fields().get("labels") instanceof Map<?, ?> labels
                        && "true".equals(labels.get(AGENT_LABEL)));
    }

    private static boolean is(Resource container, String field) {
        return Boolean.TRUE.equals(container.fields().get(field));
    }
}
