package io.drover.scheduler.compose;

import io.drover.model.Labels;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key {@code deploy}. Honoured: {@code mode} (global, replicated), {@code replicas}, {@code labels} (they become labels of
 * the containers: a service has no others), {@code resources} without devices, {@code restart_policy.condition}, and
 * placement constraints on {@code node.labels}.
 */
final class DeployKeys {
    private static final Pattern CONSTRAINT = Pattern.compile("node\\.labels\\.([^\\s=!]+)\\s*(==|!=)\\s*(\\S+)");
    private static final List<String> KNOWN =
            List.of("mode", "replicas", "labels", "resources", "restart_policy", "placement");

    private DeployKeys() {}

    static void deploy(YamlValue value, Scope scope, ServiceDraft draft) {
        Mapping deploy = Values.mapping(value, scope);
        if (deploy == null) {
            return;
        }
        Values.warnOthers(deploy, scope, KNOWN);
        YamlValue replicas = deploy.get("replicas");
        if (replicas != null && !draft.body().containsKey("scale")) {
            Long count = Values.whole(replicas, scope.at("replicas"));
            if (count != null) {
                draft.body("scale", count, replicas, scope.at("replicas").path());
            }
        }
        YamlValue labels = deploy.get("labels");
        if (labels != null) {
            LabelKeys.labels(labels, scope.at("labels"), draft);
        }
        YamlValue mode = deploy.get("mode");
        if (mode != null) {
            mode(mode, scope.at("mode"), draft);
        }
        part(deploy, "resources", scope, draft, DeployKeys::resources);
        part(deploy, "restart_policy", scope, draft, DeployKeys::restartPolicy);
        part(deploy, "placement", scope, draft, DeployKeys::placement);
    }

    private interface Part {
        void read(Mapping mapping, Scope scope, ServiceDraft draft);
    }

    private static void part(Mapping mapping, String key, Scope scope, ServiceDraft draft, Part part) {
        YamlValue value = mapping.get(key);
        Mapping inner = value == null ? null : Values.mapping(value, scope.at(key));
        if (inner != null) {
            part.read(inner, scope.at(key), draft);
        }
    }

    private static void mode(YamlValue value, Scope scope, ServiceDraft draft) {
        String mode = Values.text(value, scope);
        switch (mode == null ? "" : mode) {
            case "", "replicated" -> {}
            case "global" -> draft.labels().put(Labels.GLOBAL, "true");
            case "replicated-job" -> draft.labels().putIfAbsent(Labels.START_ONCE, "true");
            case "global-job" -> {
                draft.labels().put(Labels.GLOBAL, "true");
                draft.labels().putIfAbsent(Labels.START_ONCE, "true");
            }
            default -> scope.refuse(value, "accepted: replicated, global, replicated-job, global-job");
        }
    }

    private static void resources(Mapping resources, Scope scope, ServiceDraft draft) {
        Values.warnOthers(resources, scope, List.of("limits", "reservations"));
        part(resources, "limits", scope, draft, DeployKeys::limits);
        part(resources, "reservations", scope, draft, DeployKeys::reservations);
    }

    private static void limits(Mapping limits, Scope scope, ServiceDraft draft) {
        Values.warnOthers(limits, scope, List.of("cpus", "memory", "pids"));
        YamlValue cpus = limits.get("cpus");
        if (cpus != null) {
            RuntimeKeys.cpus(cpus, scope.at("cpus"), draft);
        }
        set("memory", ServiceKey.launch("memory", Values::bytes), limits, scope, draft);
        set("pids", ServiceKey.launch("pidsLimit", Values::whole), limits, scope, draft);
    }

    private static void reservations(Mapping reservations, Scope scope, ServiceDraft draft) {
        YamlValue devices = reservations.get("devices");
        if (devices != null) {
            PrivilegedKeys.runtime(devices, scope.at("devices"), draft);
        }
        Values.warnOthers(reservations, scope, List.of("cpus", "memory"));
        set("memory", ServiceKey.launch("memoryReservation", Values::bytes), reservations, scope, draft);
        set("cpus", ServiceKey.launch("milliCpuReservation", Values::milliCpus), reservations, scope, draft);
    }

    private static void set(String key, ServiceKey.Setter setter, Mapping mapping, Scope scope, ServiceDraft draft) {
        YamlValue value = mapping.get(key);
        if (value != null) {
            setter.set(value, scope.at(key), draft);
        }
    }

    private static void restartPolicy(Mapping policy, Scope scope, ServiceDraft draft) {
        Values.warnOthers(policy, scope, List.of("condition"));
        YamlValue value = policy.get("condition");
        Scope here = scope.at("condition");
        String condition = value == null ? null : Values.text(value, here);
        if (value == null || condition == null || condition.equals("any")) {
            return;
        }
        RuntimeKeys.restart(value, here, draft);
    }

    /** {@code node.labels.disk == ssd} is the reference's host label affinity (spec: orchestration, 3.2). */
    private static void placement(Mapping placement, Scope scope, ServiceDraft draft) {
        Values.warnOthers(placement, scope, List.of("constraints"));
        YamlValue value = placement.get("constraints");
        List<String> constraints = value == null ? null : Values.texts(value, scope.at("constraints"));
        for (String constraint : constraints == null ? List.<String>of() : constraints) {
            Matcher matcher = CONSTRAINT.matcher(constraint.strip());
            if (matcher.matches()) {
                String label = Labels.AFFINITY + (matcher.group(2).equals("==") ? "host_label" : "host_label_ne");
                String pair = matcher.group(1) + "=" + matcher.group(3);
                draft.labels().merge(label, pair, (before, more) -> before + "," + more);
            } else {
                scope.at("constraints")
                        .warn("'%s' not honoured: only 'node.labels.NAME == VALUE' and '!=' are".formatted(constraint));
            }
        }
    }
}
