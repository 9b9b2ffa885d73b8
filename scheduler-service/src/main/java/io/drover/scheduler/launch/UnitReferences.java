package io.drover.scheduler.launch;

import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the launch configurations of one service may say about each other (spec: orchestration, 0.4, 1.2): names are unique
 * whatever their case, networks and volumes are shared with configurations of the same service only, and never in a circle,
 * because then no container could be created first.
 */
final class UnitReferences {
    private UnitReferences() {}

    static List<FieldProblem> check(ServiceSpec service) {
        var problems = new ArrayList<FieldProblem>();
        Map<String, LaunchConfig> byName = new HashMap<>();
        byName.put("", service.primary());
        var taken = new HashSet<String>(Set.of(service.name().toLowerCase(Locale.ROOT)));
        for (int i = 0; i < service.sidekicks().size(); i++) {
            LaunchConfig sidekick = service.sidekicks().get(i);
            byName.put(sidekick.name(), sidekick);
            if (!taken.add(sidekick.name().toLowerCase(Locale.ROOT))) {
                problems.add(new FieldProblem(
                        "secondaryLaunchConfigs[%d].name".formatted(i),
                        "NotUnique",
                        "the name '%s' is used twice in service '%s'".formatted(sidekick.name(), service.name())));
            }
        }
        List<LaunchConfig> configs = service.launchConfigs();
        for (int i = 0; i < configs.size(); i++) {
            unknown(configs.get(i), path(i), service, byName, problems);
        }
        if (problems.isEmpty()) {
            circle(configs, service, problems);
        }
        return problems;
    }

    private static String path(int position) {
        return position == 0 ? "launchConfig" : "secondaryLaunchConfigs[%d]".formatted(position - 1);
    }

    private static void unknown(
            LaunchConfig config,
            String path,
            ServiceSpec service,
            Map<String, LaunchConfig> byName,
            List<FieldProblem> problems) {
        String from = config.networkFrom();
        if (from != null && !byName.containsKey(from)) {
            problems.add(missing(path + ".networkLaunchConfig", service, from));
        }
        for (String name : config.volumesFrom()) {
            if (!byName.containsKey(name)) {
                problems.add(missing(path + ".dataVolumesFromLaunchConfigs", service, name));
            }
        }
    }

    private static FieldProblem missing(String field, ServiceSpec service, String name) {
        return new FieldProblem(
                field,
                "InvalidReference",
                "service '%s' is referencing '%s', which is neither the service itself nor one of its sidekicks"
                        .formatted(service.name(), name));
    }

    private static void circle(List<LaunchConfig> configs, ServiceSpec service, List<FieldProblem> problems) {
        var settled = new HashSet<String>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (LaunchConfig config : configs) {
                if (!settled.contains(config.name()) && settled.containsAll(needs(config))) {
                    grown = settled.add(config.name());
                }
            }
        }
        for (int i = 0; i < configs.size(); i++) {
            if (!settled.contains(configs.get(i).name())) {
                problems.add(new FieldProblem(
                        path(i),
                        "InvalidReference",
                        "CircularReference: the containers of service '%s' share networks or volumes in a circle"
                                .formatted(service.name())));
                return;
            }
        }
    }

    private static Set<String> needs(LaunchConfig config) {
        var needs = new HashSet<>(config.volumesFrom());
        String from = config.networkFrom();
        if (from != null) {
            needs.add(from);
        }
        return needs;
    }
}
