package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Entry;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.launch.VolumeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The volumes a file declares at its top. A declared volume belongs to the stack, so its name on a host starts with the
 * stack's: two stacks with a volume {@code data} do not share it. External and explicitly named volumes keep their name, and
 * so do all volumes of v1 files, which have no declarations.
 *
 * @param scoped whether undeclared names are worth a warning: everywhere but in v1
 */
record StackVolumes(String stack, boolean scoped, Map<String, Declared> declared) {
    /** @param driver null for the engine's own */
    record Declared(String hostName, @Nullable String driver) {}

    StackVolumes {
        declared = Map.copyOf(declared);
    }

    static StackVolumes read(String stack, Dialect dialect, @Nullable YamlValue volumes, Findings findings) {
        var declared = new LinkedHashMap<String, Declared>();
        var scope = new Scope("volumes", findings, Map.of(), new StackVolumes(stack, false, Map.of()));
        if (volumes != null) {
            Mapping mapping = Values.mapping(volumes, scope);
            if (mapping != null) {
                mapping.entries()
                        .forEach((key, entry) -> declared.put(key, declared(stack, key, entry, scope.at(key))));
            }
        }
        return new StackVolumes(stack, dialect != Dialect.V1, declared);
    }

    private static Declared declared(String stack, String key, Entry entry, Scope scope) {
        String own = stack + "_" + key;
        if (entry.value() instanceof Scalar scalar && scalar.isNull()) {
            return new Declared(own, null);
        }
        Mapping mapping = Values.mapping(entry.value(), scope);
        if (mapping == null) {
            return new Declared(own, null);
        }
        if (mapping.get("per_container") != null) {
            scope.at("per_container").warn("not honoured yet: containers of one host share the volume");
        }
        YamlValue options = mapping.get("driver_opts");
        if (options != null) {
            PrivilegedKeys.volumeOptions(key, options, scope.findings());
        }
        Values.warnOthers(mapping, scope, List.of("external", "name", "driver", "per_container"));
        YamlValue name = mapping.get("name");
        YamlValue driver = mapping.get("driver");
        String given = name == null ? null : Values.text(name, scope.at("name"));
        String external = external(key, mapping.get("external"), scope.at("external"));
        String driverName = driver == null ? null : Values.text(driver, scope.at("driver"));
        String hostName = given != null ? given : external != null ? external : own;
        if (!VolumeText.isVolumeName(hostName)) {
            scope.findings()
                    .problem(
                            entry.keyAt(),
                            scope.path(),
                            "'%s' cannot be a volume's name; accepted: letters, digits, '_', '.', '-'"
                                    .formatted(hostName));
        }
        return new Declared(hostName, "local".equals(driverName) ? null : driverName);
    }

    private static @Nullable String external(String key, @Nullable YamlValue value, Scope scope) {
        if (value instanceof Mapping mapping) {
            YamlValue name = mapping.get("name");
            return name == null ? key : Values.text(name, scope.at("name"));
        }
        Boolean external = value == null ? null : Values.flag(value, scope);
        return external != null && external ? key : null;
    }

    /** The engine's name of a volume that a service mounts. */
    String hostName(String name, Scope scope) {
        Declared volume = declared.get(name);
        if (volume != null) {
            return volume.hostName();
        }
        if (scoped) {
            scope.warn(
                    "volume '%s' is not declared under 'volumes': it is the host's volume of that name, shared with other stacks"
                            .formatted(name));
        }
        return name;
    }

    @Nullable
    String driver(String name) {
        Declared volume = declared.get(name);
        return volume == null ? null : volume.driver();
    }
}
