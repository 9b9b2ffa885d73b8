package io.drover.scheduler.launch;

import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wire's service body (spec: orchestration, 1.2) and {@link ServiceSpec}, both directions. Links are no field of the
 * reference's body (it sets them by an action), so Drover reads and shows them as {@code serviceLinks: [{name, service}]},
 * the form that action takes, and start order as {@code dependsOn}. Who the service belongs to ({@code stackId}, ids, state)
 * is not part of the spec and ignored here.
 */
public final class ServiceSpecJson {
    public static final int MAX_SCALE = 10_000;
    /** Characters of metadata as JSON. */
    public static final int MAX_METADATA = 1_048_576;

    private static final int MAX_DESCRIPTION = 1024;

    private static final int MAX_SIDEKICKS = 50;

    /** The outcome of reading one. */
    public sealed interface Outcome {
        /** @param unknown names of fields that are not known; they are dropped, as the contract says */
        record Accepted(ServiceSpec service, List<String> unknown) implements Outcome {
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

    /** Kept and shown; nothing acts on them in this release. */
    private static final List<String> STORED = List.of(
            "assignServiceIpAddress",
            "externalId",
            "lbConfig",
            "retainIp",
            "scalePolicy",
            "selectorContainer",
            "selectorLink",
            "upgradeStrategy",
            "vip");

    /** Written by the server, or about the resource and not about the spec. */
    private static final List<String> IGNORED = List.of(
            "id",
            "type",
            "baseType",
            "kind",
            "links",
            "actions",
            "uuid",
            "state",
            "healthState",
            "stackId",
            "environmentId",
            "accountId",
            "created",
            "createdTS",
            "removed",
            "startOnCreate",
            "system",
            "createIndex",
            "currentScale",
            "fqdn",
            "instanceIds",
            "linkedServices",
            "publicEndpoints",
            "transitioning",
            "transitioningMessage",
            "transitioningProgress",
            "upgrade");

    private ServiceSpecJson() {}

    public static Outcome read(Map<?, ?> body) {
        var problems = new ArrayList<FieldProblem>();
        var fields = new WireFields(body, "", problems);
        IGNORED.forEach(fields::raw);
        var unknown = new ArrayList<String>();
        String name = name(fields);
        Long scale = fields.whole("scale", 0, MAX_SCALE);
        LaunchConfig primary = primary(fields, name, problems, unknown);
        List<LaunchConfig> sidekicks = sidekicks(fields, name, problems, unknown);
        String description = description(fields);
        Map<String, String> links = links(fields);
        List<String> dependsOn = fields.texts("dependsOn");
        Map<String, Object> metadata = metadata(fields);
        Map<String, Object> other = stored(fields);
        unknown.addAll(fields.remaining());
        if (!problems.isEmpty() || primary == null) {
            return new Outcome.Refused(problems);
        }
        var service = new ServiceSpec(
                name,
                description == null ? "" : description,
                scale == null ? 1 : scale.intValue(),
                primary,
                sidekicks,
                links,
                dependsOn,
                metadata,
                other);
        List<FieldProblem> wrong = UnitReferences.check(service);
        return wrong.isEmpty() ? new Outcome.Accepted(service, unknown) : new Outcome.Refused(wrong);
    }

    /** The wire form of the spec; the caller adds what belongs to the resource: ids, state, links, actions. */
    public static Map<String, Object> write(ServiceSpec service) {
        var out = new LinkedHashMap<String, Object>();
        out.put("name", service.name());
        if (!service.description().isEmpty()) {
            out.put("description", service.description());
        }
        out.put("scale", service.scale());
        out.put("launchConfig", LaunchConfigJson.write(service.primary(), service.name()));
        out.put(
                "secondaryLaunchConfigs",
                service.sidekicks().stream()
                        .map(config -> LaunchConfigJson.write(config, service.name()))
                        .toList());
        out.put("metadata", new TreeMap<>(service.metadata()));
        if (!service.links().isEmpty()) {
            var links = new ArrayList<Map<String, String>>();
            new TreeMap<>(service.links()).forEach((name, target) -> {
                var link = new LinkedHashMap<String, String>();
                link.put("name", name);
                link.put("service", target);
                links.add(link);
            });
            out.put("serviceLinks", links);
        }
        if (!service.dependsOn().isEmpty()) {
            out.put("dependsOn", service.dependsOn());
        }
        new TreeMap<>(service.other()).forEach(out::putIfAbsent);
        return out;
    }

    private static @Nullable String description(WireFields fields) {
        String description = fields.text("description");
        if (description != null && description.length() > MAX_DESCRIPTION) {
            fields.problem(
                    "description",
                    "MaxLengthExceeded",
                    "'description' has %d characters; accepted: up to %d"
                            .formatted(description.length(), MAX_DESCRIPTION));
        }
        return description;
    }

    private static String name(WireFields fields) {
        String name = fields.text("name");
        if (name == null || name.isEmpty()) {
            fields.problem("name", "MissingRequired", "a service needs a 'name'");
            return "";
        }
        String wrong = Names.wrongWithService(name);
        if (wrong != null) {
            String code = name.length() > Names.MAX_LENGTH ? "MaxLengthExceeded" : "InvalidCharacters";
            fields.problem("name", code, wrong);
        }
        return name;
    }

    private static @Nullable LaunchConfig primary(
            WireFields fields, String name, List<FieldProblem> problems, List<String> unknown) {
        Object wire = fields.raw("launchConfig");
        if (!(wire instanceof Map<?, ?> map)) {
            fields.problem(
                    "launchConfig",
                    wire == null ? "MissingRequired" : "InvalidFormat",
                    "a service needs a 'launchConfig' object with at least an 'imageUuid'");
            return null;
        }
        return accepted(LaunchConfigJson.readPrimary(map, name), "launchConfig", problems, unknown);
    }

    private static List<LaunchConfig> sidekicks(
            WireFields fields, String name, List<FieldProblem> problems, List<String> unknown) {
        Object wire = fields.raw("secondaryLaunchConfigs");
        var sidekicks = new ArrayList<LaunchConfig>();
        if (wire == null) {
            return sidekicks;
        }
        if (!(wire instanceof List<?> list) || list.size() > MAX_SIDEKICKS) {
            fields.problem(
                    "secondaryLaunchConfigs",
                    wire instanceof List<?> ? "MaxLimitExceeded" : "InvalidFormat",
                    "'secondaryLaunchConfigs' is a list of up to %d launch configurations".formatted(MAX_SIDEKICKS));
            return sidekicks;
        }
        for (int i = 0; i < list.size(); i++) {
            String path = "secondaryLaunchConfigs[%d]".formatted(i);
            if (list.get(i) instanceof Map<?, ?> map) {
                LaunchConfig config = accepted(LaunchConfigJson.readSidekick(map, name, i), path, problems, unknown);
                if (config != null) {
                    sidekicks.add(config);
                }
            } else {
                fields.problem(path, "InvalidFormat", "a launch configuration is an object");
            }
        }
        return sidekicks;
    }

    private static @Nullable LaunchConfig accepted(
            LaunchConfigJson.Outcome outcome, String path, List<FieldProblem> problems, List<String> unknown) {
        return switch (outcome) {
            case LaunchConfigJson.Outcome.Accepted accepted -> {
                accepted.unknown().forEach(field -> unknown.add(path + "." + field));
                yield accepted.config();
            }
            case LaunchConfigJson.Outcome.Refused refused -> {
                problems.addAll(refused.problems());
                yield null;
            }
        };
    }

    private static Map<String, String> links(WireFields fields) {
        var links = new LinkedHashMap<String, String>();
        for (WireFields link : fields.objects("serviceLinks")) {
            String service = link.someText("service");
            String alias = link.someText("name");
            if (service == null) {
                link.problem("service", "MissingRequired", "a link needs 'service': the name, or 'stack/name'");
                continue;
            }
            String key = alias == null ? service.substring(service.indexOf('/') + 1) : alias;
            if (links.put(key, service) != null) {
                link.problem("name", "NotUnique", "two links are named '%s'".formatted(key));
            }
        }
        return links;
    }

    private static Map<String, Object> metadata(WireFields fields) {
        Object wire = fields.raw("metadata");
        if (wire == null) {
            return Map.of();
        }
        if (!(wire instanceof Map<?, ?> map)) {
            fields.problem("metadata", "InvalidFormat", "'metadata' is an object");
            return Map.of();
        }
        if (JsonValues.size(map) > MAX_METADATA) {
            fields.problem(
                    "metadata",
                    "MaxLimitExceeded",
                    "'metadata' is larger than %d characters of JSON".formatted(MAX_METADATA));
        }
        return JsonValues.frozenEntries(map);
    }

    private static Map<String, Object> stored(WireFields fields) {
        var other = new LinkedHashMap<String, Object>();
        for (String field : STORED) {
            Object value = fields.raw(field);
            if (value != null) {
                other.put(field, JsonValues.frozen(value));
            }
        }
        WireFields policy = fields.object("scalePolicy");
        if (policy != null) {
            Integer min = policy.count("min", 1, MAX_SCALE);
            Integer max = policy.count("max", 1, MAX_SCALE);
            policy.count("increment", 1, MAX_SCALE);
            if (policy.raw("min") == null) {
                policy.problem("min", "MissingRequired", "a scale policy needs 'min'");
            }
            if (min != null && max != null && min > max) {
                policy.problem("min", "MaxLimitExceeded", "'min' %d is more than 'max' %d".formatted(min, max));
            }
        }
        return other;
    }
}
