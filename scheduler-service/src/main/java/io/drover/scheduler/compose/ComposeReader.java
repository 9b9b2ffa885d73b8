package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.text.Variables;
import io.drover.scheduler.compose.yaml.Position;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.launch.Names;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads compose files: v1, v2 and the Compose Specification, each with an optional rancher-compose file whose keys are added
 * service by service (spec: orchestration, 7). The order: YAML, variables, the two files into one, {@code extends}, profiles,
 * keys ({@link ServiceKeys}), sidekicks. The outcome is a stack to create with a warning for each key that is not honoured, or
 * every mistake found, with its line; never a part of a stack.
 */
public final class ComposeReader {
    public static final String DOCKER_FILE = "docker-compose.yml";
    public static final String RANCHER_FILE = "rancher-compose.yml";

    private static final int MAX_SERVICES = 500;

    private final Findings findings = new Findings();
    private final Map<String, String> environment;
    private final String stack;

    private ComposeReader(Map<String, String> environment, String stack) {
        this.environment = environment;
        this.stack = stack;
    }

    /**
     * @param environment the stack's variables
     * @param stackName the stack's volumes are named after it
     */
    public static ComposeOutcome read(
            String dockerCompose, @Nullable String rancherCompose, Map<String, String> environment, String stackName) {
        return new ComposeReader(environment, stackName).read(dockerCompose, rancherCompose);
    }

    private ComposeOutcome read(String dockerCompose, @Nullable String rancherCompose) {
        var variables = new Variables(environment, findings);
        ComposeFile docker = ComposeFile.read(DOCKER_FILE, dockerCompose, stack, variables, findings);
        ComposeFile rancher = rancherCompose == null || rancherCompose.isBlank()
                ? ComposeFile.EMPTY
                : ComposeFile.read(RANCHER_FILE, rancherCompose, stack, variables, findings);
        if (findings.hasProblems()) {
            return new ComposeOutcome.Rejected(findings.problems());
        }
        StackVolumes volumes = StackVolumes.read(stack, docker.dialect(), declarations(docker, rancher), findings);
        List<ServiceSpec> services = services(docker, rancher, volumes);
        return findings.hasProblems()
                ? new ComposeOutcome.Rejected(findings.problems())
                : new ComposeOutcome.Read(new StackSpec(services, findings.warnings(), findings.asks()));
    }

    private List<ServiceSpec> services(ComposeFile docker, ComposeFile rancher, StackVolumes volumes) {
        Map<String, Entry> merged = merged(docker, rancher);
        if (findings.hasProblems() && merged.isEmpty()) {
            return List.of();
        }
        if (merged.isEmpty() || merged.size() > MAX_SERVICES) {
            findings.problem(
                    new Position(DOCKER_FILE, 1, 1),
                    "",
                    merged.isEmpty()
                            ? "the file has no services: nothing to create"
                            : "%d services; accepted: up to %d in one stack".formatted(merged.size(), MAX_SERVICES));
            return List.of();
        }
        var drafts = new LinkedHashMap<String, ServiceDraft>();
        merged.forEach((name, entry) -> {
            String path = Paths.join(docker.dialect().prefix(), name);
            Mapping service = ServiceMerge.extended((Mapping) entry.value(), path, merged, findings);
            if (isCreated(service, path)) {
                drafts.put(name, draft(name, entry, service, new Scope(path, findings, environment, volumes)));
            }
        });
        return findings.hasProblems() ? List.of() : new Units(drafts, findings).services();
    }

    private static @Nullable YamlValue declarations(ComposeFile docker, ComposeFile rancher) {
        return docker.volumes() instanceof Mapping one && rancher.volumes() instanceof Mapping two
                ? ServiceMerge.merge(one, two)
                : docker.volumes() != null ? docker.volumes() : rancher.volumes();
    }

    private Map<String, Entry> merged(ComposeFile docker, ComposeFile rancher) {
        var merged = new LinkedHashMap<String, Entry>();
        docker.services().forEach((name, entry) -> {
            Mapping mapping = ComposeFile.service(name, entry, docker.dialect(), findings);
            if (mapping != null) {
                merged.put(name, new Entry(entry.keyAt(), mapping));
            }
        });
        rancher.services().forEach((name, entry) -> {
            boolean empty = entry.value() instanceof Scalar scalar && scalar.isNull();
            Mapping mapping = empty ? null : ComposeFile.service(name, entry, rancher.dialect(), findings);
            Entry before = merged.get(name);
            if (mapping != null && before != null) {
                merged.put(name, new Entry(before.keyAt(), ServiceMerge.merge((Mapping) before.value(), mapping)));
            } else if (mapping != null
                    && (mapping.get("image") != null || OtherKinds.reasonNotCreated(mapping) != null)) {
                merged.put(name, new Entry(entry.keyAt(), mapping));
            } else if (before == null) {
                findings.warning(
                        Paths.join(docker.dialect().prefix(), name),
                        "not created: it stands in %s only and names no image".formatted(RANCHER_FILE));
            }
        });
        return merged;
    }

    /** Load balancers and the like come later; services of profiles wait until one of them is active. */
    private boolean isCreated(Mapping service, String path) {
        String other = OtherKinds.reasonNotCreated(service);
        if (other != null) {
            findings.warning(path, other);
            return false;
        }
        var profiles = service.get("profiles");
        if (profiles == null) {
            return true;
        }
        var scope = new Scope(
                Paths.join(path, "profiles"), findings, environment, new StackVolumes(stack, false, Map.of()));
        List<String> names = Values.texts(profiles, scope);
        List<String> active = Arrays.stream(
                        environment.getOrDefault("COMPOSE_PROFILES", "").split(","))
                .map(String::strip)
                .toList();
        boolean created = names == null
                || names.isEmpty()
                || active.contains("*")
                || names.stream().anyMatch(active::contains);
        if (!created) {
            scope.warn("the service is not created: none of its profiles (%s) is named by the variable COMPOSE_PROFILES"
                    .formatted(String.join(", ", names)));
        }
        return created;
    }

    private ServiceDraft draft(String name, Entry entry, Mapping service, Scope scope) {
        var draft = new ServiceDraft(name, scope.path(), entry.keyAt(), service.size());
        String wrong = Names.wrongWithService(name);
        if (wrong != null) {
            findings.problem(entry.keyAt(), scope.path(), wrong);
        }
        if (service.get("image") == null && service.get("build") == null) {
            findings.problem(entry.keyAt(), scope.path(), "an 'image' is missing: a service needs one");
        }
        ServiceKeys.TABLE.forEach(key -> {
            var value = service.get(key.name());
            if (value != null) {
                key.read(value, scope.at(key.name()), draft);
            }
        });
        service.entries().keySet().stream()
                .filter(key -> !ServiceKeys.BY_NAME.containsKey(key) && !key.startsWith("x-"))
                .forEach(key -> unknown(key, scope.at(key)));
        return draft;
    }

    private static void unknown(String key, Scope scope) {
        String close = scope.findings().isCrowded() ? null : Paths.closest(key, ServiceKeys.BY_NAME.keySet());
        scope.warn("unknown key, ignored" + (close == null ? "" : "; did you mean '" + close + "'?"));
    }
}
