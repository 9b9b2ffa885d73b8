package io.drover.scheduler.naming;

import io.drover.model.HostId;
import io.drover.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labels of a service's container (spec: orchestration, 2.4). Users' labels win over Drover's, keys that start with
 * {@code io.rancher} are lower-cased, and affinity rules that differ only in the case of their key are joined.
 *
 * <p>Labels that are a container's identity cannot be set by users: agents adopt containers by them.
 */
public final class ContainerLabels {
    private static final String RANCHER = "io.rancher";
    private static final Set<String> IDENTITY =
            Set.of(Labels.CONTAINER_UUID, Labels.CONTAINER_NAME, Labels.GENERATION, Labels.INSTANCE);

    private ContainerLabels() {}

    /** All labels but those the agent adds ({@code io.rancher.container.uuid} and its like). */
    public static Map<String, String> of(UnitIdentity unit, String launchConfig, Map<String, String> users) {
        var labels = new HashMap<String, String>();
        labels.put(Labels.STACK_NAME, unit.stackName());
        labels.put(Labels.PROJECT_NAME, unit.stackName());
        labels.put(Labels.STACK_SERVICE_NAME, unit.qualifiedName(launchConfig));
        labels.put(Labels.PROJECT_SERVICE_NAME, unit.qualifiedName(launchConfig));
        labels.put(Labels.DEPLOYMENT_UNIT, unit.unitUuid());
        labels.put(Labels.LAUNCH_CONFIG, launchConfig.isEmpty() ? Labels.PRIMARY_LAUNCH_CONFIG : launchConfig);
        labels.put(Labels.ENVIRONMENT_UUID, unit.environmentUuid());
        HostId requested = unit.requestedHost();
        if (requested != null) {
            labels.put(Labels.REQUESTED_HOST, Long.toString(requested.value()));
        }
        labels.putAll(normalized(users));
        return Map.copyOf(labels);
    }

    /** A user's labels as they are put on containers. */
    public static Map<String, String> normalized(Map<String, String> users) {
        var normalized = new HashMap<String, String>();
        new TreeMap<>(users).forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            String kept = lower.startsWith(RANCHER) ? lower : key;
            if (IDENTITY.contains(kept)) {
                return;
            }
            if (kept.startsWith(Labels.AFFINITY)) {
                normalized.merge(kept, value, ContainerLabels::join);
            } else {
                normalized.put(kept, value);
            }
        });
        return Map.copyOf(normalized);
    }

    private static String join(String one, String other) {
        var entries = new LinkedHashSet<>(Arrays.asList(one.split(",")));
        entries.addAll(Arrays.asList(other.split(",")));
        return String.join(",", entries);
    }
}
