package io.drover.scheduler.compose;

import io.drover.model.Labels;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys about how a container runs, ends and is checked. */
final class RuntimeKeys {
    private static final long CPU_PERIOD_MICROS = 100_000;
    private static final String KEPT_RUNNING =
            "not honoured: the containers of a service are started again whenever they end; 'no' runs them once";

    private RuntimeKeys() {}

    /**
     * A service's containers are kept running (spec: orchestration, 2.5), which is what {@code always} and
     * {@code unless-stopped} ask for. Who writes {@code no} asks for a container that runs once; that is the label
     * {@code io.rancher.container.start_once}.
     */
    static void restart(YamlValue value, Scope scope, ServiceDraft draft) {
        String text = Values.text(value, scope);
        String policy = text == null ? "" : text.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
        switch (policy) {
            case "", "always", "unless-stopped" -> {}
            case "no", "false", "none" -> draft.labels().putIfAbsent(Labels.START_ONCE, "true");
            case "on-failure" -> scope.warn("'" + text + "' " + KEPT_RUNNING);
            default -> scope.refuse(value, "accepted: 'no', 'always', 'unless-stopped', 'on-failure'");
        }
    }

    static void pullPolicy(YamlValue value, Scope scope, ServiceDraft draft) {
        String policy = Values.text(value, scope);
        switch (policy == null ? "" : policy) {
            case "", "missing", "if_not_present" -> {}
            case "always" -> draft.labels().putIfAbsent(Labels.PULL_IMAGE, "always");
            default ->
                scope.warn("'%s' not honoured: an image is pulled when its host does not have it".formatted(policy));
        }
    }

    static void build(YamlValue value, Scope scope, ServiceDraft draft) {
        if (draft.launch("imageUuid") != null) {
            scope.warn("not honoured: images are not built; the image named by 'image' is pulled");
        } else {
            scope.findings()
                    .problem(
                            value.at(),
                            scope.path(),
                            "images are not built here: build and push one, and name it with 'image'");
        }
    }

    static void envFile(YamlValue value, Scope scope, ServiceDraft draft) {
        for (YamlValue file : Values.items(value)) {
            boolean optional = file instanceof Mapping mapping
                    && mapping.get("required") instanceof Scalar required
                    && required.text().equalsIgnoreCase("false");
            if (optional) {
                scope.warn("not read: files beside the compose file are not there");
            } else {
                scope.refuse(
                        file,
                        "files beside the compose file are not there; write the variables under 'environment' (service '%s')"
                                .formatted(draft.name()));
            }
        }
    }

    static void logging(YamlValue value, Scope scope, ServiceDraft draft) {
        Mapping mapping = Values.mapping(value, scope);
        if (mapping != null) {
            Values.warnOthers(mapping, scope, List.of("driver", "options"));
            YamlValue driver = mapping.get("driver");
            YamlValue options = mapping.get("options");
            if (driver != null) {
                logDriver(driver, scope.at("driver"), draft);
            }
            if (options != null) {
                logOptions(options, scope.at("options"), draft);
            }
        }
    }

    static void logDriver(YamlValue value, Scope scope, ServiceDraft draft) {
        logConfig("driver", Values.text(value, scope), value, scope, draft);
    }

    static void logOptions(YamlValue value, Scope scope, ServiceDraft draft) {
        logConfig("config", Values.textMap(value, scope), value, scope, draft);
    }

    private static void logConfig(
            String field, @Nullable Object part, YamlValue value, Scope scope, ServiceDraft draft) {
        var config = new LinkedHashMap<Object, Object>();
        if (draft.launch("logConfig") instanceof Map<?, ?> before) {
            config.putAll(before);
        }
        if (part != null) {
            config.put(field, part);
            draft.launch("logConfig", config, value, scope.path());
        }
    }

    static void devices(YamlValue value, Scope scope, ServiceDraft draft) {
        var devices = new ArrayList<String>();
        List<YamlValue> items = Values.items(value);
        for (int i = 0; i < items.size(); i++) {
            Scope here = scope.at(i);
            if (items.get(i) instanceof Mapping mapping) {
                Values.warnOthers(mapping, here, List.of("source", "target", "permissions"));
                var parts = new ArrayList<String>();
                for (String key : List.of("source", "target", "permissions")) {
                    YamlValue part = mapping.get(key);
                    String text = part == null ? null : Values.text(part, here.at(key));
                    if (text != null) {
                        parts.add(text);
                    }
                }
                devices.add(String.join(":", parts));
            } else {
                String text = Values.text(items.get(i), here);
                devices.add(text == null ? "" : text);
            }
        }
        draft.launch("devices", devices, value, scope.path());
    }

    static void cpus(YamlValue value, Scope scope, ServiceDraft draft) {
        Long milli = Values.milliCpus(value, scope);
        if (milli != null && milli > 0) {
            draft.launch("cpuPeriod", CPU_PERIOD_MICROS, value, scope.path());
            draft.launch("cpuQuota", milli * CPU_PERIOD_MICROS / 1_000, value, scope.path());
        }
    }

    /** Microseconds; a duration with a unit is accepted too. */
    static @Nullable Long micros(YamlValue value, Scope scope) {
        if (value instanceof Scalar scalar && !scalar.text().matches("-?[0-9]+")) {
            Long millis = Values.millis(value, scope);
            return millis == null ? null : Long.valueOf(millis * 1_000);
        }
        return Values.whole(value, scope);
    }

    static void blkio(YamlValue value, Scope scope, ServiceDraft draft) {
        Mapping mapping = Values.mapping(value, scope);
        YamlValue weight = mapping == null ? null : mapping.get("weight");
        if (mapping != null) {
            Values.warnOthers(mapping, scope, List.of("weight"));
        }
        Long number = weight == null ? null : Values.whole(weight, scope.at("weight"));
        if (number != null) {
            draft.launch("blkioWeight", number, value, scope.path());
        }
    }

    static void ulimits(YamlValue value, Scope scope, ServiceDraft draft) {
        Mapping mapping = Values.mapping(value, scope);
        var limits = new ArrayList<Map<String, Object>>();
        if (mapping != null) {
            mapping.entries().forEach((name, entry) -> {
                Scope here = scope.at(name);
                Mapping pair = entry.value() instanceof Mapping inner ? inner : null;
                YamlValue soft = pair == null ? entry.value() : pair.get("soft");
                YamlValue hard = pair == null ? entry.value() : pair.get("hard");
                if (soft == null || hard == null) {
                    here.refuse(entry.value(), "accepted: a number, or 'soft' and 'hard'");
                    return;
                }
                Long low = Values.whole(soft, here);
                Long high = Values.whole(hard, here);
                if (low != null && high != null) {
                    limits.add(Map.of("name", name, "soft", low, "hard", high));
                }
            });
        }
        draft.launch("ulimits", limits, value, scope.path());
    }

    /** The engine's own health check; {@code test: NONE} and {@code disable: true} switch the image's off. */
    static void healthcheck(YamlValue value, Scope scope, ServiceDraft draft) {
        Mapping mapping = Values.mapping(value, scope);
        if (mapping == null) {
            return;
        }
        Values.warnOthers(mapping, scope, List.of("test", "interval", "timeout", "retries", "start_period", "disable"));
        YamlValue disable = mapping.get("disable");
        Boolean off = disable == null ? null : Values.flag(disable, scope.at("disable"));
        YamlValue test = mapping.get("test");
        if (off != null && off) {
            draft.launch("healthCmd", List.of("NONE"), value, scope.path());
        } else if (test instanceof Scalar scalar) {
            draft.launch(
                    "healthCmd",
                    List.of("CMD-SHELL", scalar.text()),
                    test,
                    scope.at("test").path());
        } else if (test != null) {
            checkTest(test, scope.at("test"), draft);
        }
        duration("interval", "healthIntervalMillis", mapping, scope, draft);
        duration("timeout", "healthTimeoutMillis", mapping, scope, draft);
        duration("start_period", "healthStartPeriodMillis", mapping, scope, draft);
        YamlValue retries = mapping.get("retries");
        Long count = retries == null ? null : Values.whole(retries, scope.at("retries"));
        if (count != null) {
            draft.launch("healthRetries", count, value, scope.at("retries").path());
        }
    }

    private static void checkTest(YamlValue test, Scope scope, ServiceDraft draft) {
        List<String> words = Values.texts(test, scope);
        if (words == null || words.isEmpty()) {
            return;
        }
        if (List.of("NONE", "CMD", "CMD-SHELL").contains(words.getFirst())) {
            draft.launch("healthCmd", words, test, scope.path());
        } else {
            scope.refuse(
                    test,
                    "a list begins with 'CMD', 'CMD-SHELL' or 'NONE', here with '%s'".formatted(words.getFirst()));
        }
    }

    private static void duration(String key, String field, Mapping mapping, Scope scope, ServiceDraft draft) {
        YamlValue value = mapping.get(key);
        Long millis = value == null ? null : Values.millis(value, scope.at(key));
        if (value != null && millis != null) {
            draft.launch(field, millis, value, scope.at(key).path());
        }
    }

    static @Nullable Object secrets(YamlValue value, Scope scope) {
        var secrets = new ArrayList<Object>();
        for (YamlValue item : Values.items(value)) {
            Object json = item instanceof Scalar scalar ? Map.of("name", scalar.text()) : Values.camelJson(item);
            if (json != null) {
                secrets.add(json);
            }
        }
        return secrets;
    }

    static @Nullable Object camelMapping(YamlValue value, Scope scope) {
        Mapping mapping = Values.mapping(value, scope);
        return mapping == null ? null : Values.camelJson(mapping);
    }
}
