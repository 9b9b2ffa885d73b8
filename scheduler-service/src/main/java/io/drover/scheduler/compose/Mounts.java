package io.drover.scheduler.compose;

import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.launch.VolumeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys {@code volumes} (short and long form), {@code volumes_from} and {@code tmpfs}. */
final class Mounts {
    private static final String RELATIVE =
            "paths beside the compose file mean nothing on the hosts; use an absolute path of the hosts, or a named volume";
    private static final String SHORT_FORM = "accepted: '/path', '/host/path:/path[:ro]', 'volume:/path[:ro]'";

    private Mounts() {}

    static void volumes(YamlValue value, Scope scope, ServiceDraft draft) {
        var binds = new ArrayList<String>();
        List<YamlValue> items = Values.items(value);
        for (int i = 0; i < items.size(); i++) {
            Scope here = scope.at(i);
            String bind = items.get(i) instanceof Mapping mapping
                    ? longForm(mapping, here, draft)
                    : shortForm(items.get(i), here, draft);
            String wrong = bind == null ? null : VolumeText.wrongWith(bind);
            if (wrong != null) {
                here.refuse(items.get(i), wrong);
            } else if (bind != null) {
                binds.add(bind);
            }
        }
        draft.launch("dataVolumes", binds, value, scope.path());
    }

    private static @Nullable String shortForm(YamlValue value, Scope scope, ServiceDraft draft) {
        String text = Values.text(value, scope);
        if (text == null || text.startsWith("/")) {
            return text;
        }
        int colon = text.indexOf(':');
        if (text.startsWith(".") || text.startsWith("~")) {
            scope.refuse(value, RELATIVE);
            return null;
        }
        if (colon < 0 || !VolumeText.isVolumeName(text.substring(0, colon))) {
            scope.refuse(value, SHORT_FORM);
            return null;
        }
        return named(text.substring(0, colon), value, scope, draft) + text.substring(colon);
    }

    private static String named(String volume, YamlValue value, Scope scope, ServiceDraft draft) {
        String driver = scope.volumes().driver(volume);
        Object taken = draft.launch("volumeDriver");
        if (driver != null && taken == null) {
            draft.launch("volumeDriver", driver, value, scope.path());
        } else if (driver != null && !driver.equals(taken)) {
            scope.warn("driver '%s' not honoured: all volumes of one container are made by one driver, here '%s'"
                    .formatted(driver, taken));
        }
        return scope.volumes().hostName(volume, scope);
    }

    private static @Nullable String longForm(Mapping mapping, Scope scope, ServiceDraft draft) {
        Values.warnOthers(mapping, scope, List.of("type", "source", "target", "read_only", "bind", "volume", "tmpfs"));
        String type = field(mapping, "type", scope);
        String source = field(mapping, "source", scope);
        String target = field(mapping, "target", scope);
        if (target == null || !target.startsWith("/")) {
            scope.refuse(mapping, "a mount needs 'target': an absolute path in the container");
            return null;
        }
        YamlValue readOnly = mapping.get("read_only");
        Boolean ro = readOnly == null ? null : Values.flag(readOnly, scope.at("read_only"));
        var options = new ArrayList<String>();
        if (ro != null && ro) {
            options.add("ro");
        }
        return switch (type == null ? "volume" : type) {
            case "tmpfs" -> tmpfs(mapping, target, scope, draft);
            case "bind" -> {
                bindOptions(mapping, scope, options);
                yield bind(mapping, source, target, scope) ? joined(source + ":" + target, options) : null;
            }
            case "volume" -> {
                volumeOptions(mapping, scope, options);
                yield source == null ? target : joined(named(source, mapping, scope, draft) + ":" + target, options);
            }
            default -> {
                scope.refuse(
                        mapping,
                        "mounts of type '%s' are not available; accepted: volume, bind, tmpfs".formatted(type));
                yield null;
            }
        };
    }

    private static boolean bind(Mapping mapping, @Nullable String source, String target, Scope scope) {
        if (source == null || !source.startsWith("/") || source.contains(":") || target.contains(":")) {
            scope.refuse(mapping, source == null ? "a bind mount needs 'source'" : "'" + source + "': " + RELATIVE);
            return false;
        }
        return true;
    }

    private static String joined(String mount, List<String> options) {
        return options.isEmpty() ? mount : mount + ":" + String.join(",", options);
    }

    private static void bindOptions(Mapping mapping, Scope scope, List<String> options) {
        if (mapping.get("bind") instanceof Mapping bind) {
            Values.warnOthers(bind, scope.at("bind"), List.of("propagation", "selinux", "create_host_path"));
            String propagation = field(bind, "propagation", scope.at("bind"));
            String selinux = field(bind, "selinux", scope.at("bind"));
            if (propagation != null) {
                options.add(propagation);
            }
            if (selinux != null) {
                options.add(selinux);
            }
        }
    }

    private static void volumeOptions(Mapping mapping, Scope scope, List<String> options) {
        if (mapping.get("volume") instanceof Mapping volume) {
            Values.warnOthers(volume, scope.at("volume"), List.of("nocopy"));
            YamlValue nocopy = volume.get("nocopy");
            Boolean set = nocopy == null
                    ? null
                    : Values.flag(nocopy, scope.at("volume").at("nocopy"));
            if (set != null && set) {
                options.add("nocopy");
            }
        }
    }

    private static @Nullable String tmpfs(Mapping mapping, String target, Scope scope, ServiceDraft draft) {
        var options = new ArrayList<String>();
        if (mapping.get("tmpfs") instanceof Mapping tmpfs) {
            Values.warnOthers(tmpfs, scope.at("tmpfs"), List.of("size", "mode"));
            YamlValue size = tmpfs.get("size");
            Long bytes =
                    size == null ? null : Values.bytes(size, scope.at("tmpfs").at("size"));
            String mode = field(tmpfs, "mode", scope.at("tmpfs"));
            if (bytes != null) {
                options.add("size=" + bytes);
            }
            if (mode != null) {
                options.add("mode=" + mode);
            }
        }
        addTmpfs(Map.of(target, String.join(",", options)), mapping, scope, draft);
        return null;
    }

    private static @Nullable String field(Mapping mapping, String key, Scope scope) {
        YamlValue value = mapping.get(key);
        return value == null ? null : Values.text(value, scope.at(key));
    }

    /** {@code tmpfs: /run} or a list of {@code /run:size=64m}. */
    static void tmpfs(YamlValue value, Scope scope, ServiceDraft draft) {
        List<String> texts = Values.texts(value, scope);
        var mounts = new LinkedHashMap<String, String>();
        for (String text : texts == null ? List.<String>of() : texts) {
            int colon = text.indexOf(':');
            mounts.put(colon < 0 ? text : text.substring(0, colon), colon < 0 ? "" : text.substring(colon + 1));
        }
        addTmpfs(mounts, value, scope, draft);
    }

    private static void addTmpfs(Map<String, String> mounts, YamlValue value, Scope scope, ServiceDraft draft) {
        var all = new LinkedHashMap<Object, Object>(mounts);
        if (draft.launch("tmpfs") instanceof Map<?, ?> before) {
            all.putAll(before);
        }
        draft.launch("tmpfs", all, value, scope.path());
    }

    /** Volumes of services of the same unit (spec: orchestration, 7.3). */
    static void volumesFrom(YamlValue value, Scope scope, ServiceDraft draft) {
        List<String> texts = Values.texts(value, scope);
        var names = new ArrayList<String>();
        for (String text : texts == null ? List.<String>of() : texts) {
            String bare = text.startsWith("container:") ? text.substring("container:".length()) : text;
            int colon = bare.indexOf(':');
            String name = colon < 0 ? bare : bare.substring(0, colon);
            if (colon >= 0 && !bare.substring(colon + 1).equals("rw")) {
                scope.warn("mode '%s' of '%s' not honoured: volumes are mounted as their owner mounts them"
                        .formatted(bare.substring(colon + 1), name));
            }
            names.add(name);
            draft.unitReferences().add(new ServiceDraft.Reference(name, value, scope.path()));
        }
        draft.launch("dataVolumesFromLaunchConfigs", names, value, scope.path());
    }
}
