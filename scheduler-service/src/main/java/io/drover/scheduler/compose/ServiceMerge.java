package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.finding.Paths;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.compose.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service from two places: the rancher-compose file adds to the docker-compose file, and a service adds to the one it
 * extends. Mappings are merged key by key, lists that name several things are joined, everything else is replaced.
 */
final class ServiceMerge {
    private static final Set<String> JOINED = Set.of(
            "ports",
            "expose",
            "volumes",
            "external_links",
            "dns",
            "dns_search",
            "tmpfs",
            "devices",
            "cap_add",
            "cap_drop");
    /** Written as mapping or as a list of {@code KEY=value}. */
    private static final Set<String> PAIRS = Set.of("environment", "labels", "sysctls");
    /** What a service does not inherit (spec: orchestration, 7.1): it names services that are not around it. */
    private static final Set<String> NOT_INHERITED = Set.of("links", "volumes_from", "extends");

    private static final int MAX_LEVELS = 20;

    private ServiceMerge() {}

    static Mapping merge(Mapping base, Mapping over) {
        var entries = new LinkedHashMap<>(base.entries());
        over.entries().forEach((key, entry) -> {
            Entry before = entries.get(key);
            entries.put(
                    key, before == null ? entry : new Entry(entry.keyAt(), merged(key, before.value(), entry.value())));
        });
        return new Mapping(entries, over.at());
    }

    private static YamlValue merged(String key, YamlValue base, YamlValue over) {
        YamlValue first = PAIRS.contains(key) ? pairs(base) : base;
        YamlValue second = PAIRS.contains(key) ? pairs(over) : over;
        if (second instanceof Scalar scalar && scalar.isNull()) {
            return first;
        }
        if (first instanceof Mapping one && second instanceof Mapping two) {
            return merge(one, two);
        }
        if (JOINED.contains(key)) {
            List<YamlValue> items = new ArrayList<>(Values.items(first));
            items.addAll(Values.items(second));
            return new Sequence(items, over.at());
        }
        return second;
    }

    private static YamlValue pairs(YamlValue value) {
        if (!(value instanceof Sequence sequence)) {
            return value;
        }
        var entries = new LinkedHashMap<String, Entry>();
        for (YamlValue item : sequence.items()) {
            if (!(item instanceof Scalar scalar)) {
                return value;
            }
            int equals = scalar.text().indexOf('=');
            String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
            Scalar text = equals < 0
                    ? new Scalar("", true, scalar.at())
                    : new Scalar(scalar.text().substring(equals + 1), false, scalar.at());
            entries.put(name, new Entry(scalar.at(), text));
        }
        return new Mapping(entries, value.at());
    }

    /** The service with what it extends; the path is the service's own. */
    static Mapping extended(Mapping service, String path, Map<String, Entry> services, Findings findings) {
        return extended(service, path, services, findings, 0);
    }

    private static Mapping extended(
            Mapping service, String path, Map<String, Entry> services, Findings findings, int level) {
        YamlValue value = service.get("extends");
        if (value == null) {
            return service;
        }
        String here = Paths.join(path, "extends");
        if (level >= MAX_LEVELS) {
            findings.problem(
                    value.at(),
                    here,
                    "services extend each other in a circle, or more than %d deep".formatted(MAX_LEVELS));
            return service;
        }
        String name = baseName(value, here, findings);
        if (name == null) {
            return service;
        }
        Entry extended = services.get(name);
        if (extended == null || !(extended.value() instanceof Mapping mapping)) {
            findings.problem(value.at(), here, "there is no service '%s' in this file".formatted(name));
            return service;
        }
        var inherited = new LinkedHashMap<>(
                extended(mapping, path, services, findings, level + 1).entries());
        inherited.keySet().removeAll(NOT_INHERITED);
        var base = new Mapping(inherited, mapping.at());
        return findings.mayRepeat(base.size(), value.at(), here) ? merge(base, service) : service;
    }

    private static @Nullable String baseName(YamlValue value, String path, Findings findings) {
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        if (value instanceof Mapping mapping) {
            YamlValue file = mapping.get("file");
            if (file != null) {
                findings.problem(
                        file.at(),
                        path + ".file",
                        "other files are never read; put the service into this file and name it only");
                return null;
            }
            if (mapping.get("service") instanceof Scalar scalar) {
                return scalar.text();
            }
        }
        findings.problem(value.at(), path, "accepted: the name of a service of this file");
        return null;
    }
}
