package io.drover.scheduler.compose;

import io.drover.model.environment.Privilege;
import io.drover.scheduler.compose.finding.Findings;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.spec.Ask;
import io.drover.scheduler.spec.Shortened;
import java.util.Locale;
import java.util.Set;

/**
 * Keys that are not honoured and would reach beyond the container if they were. They must be permitted all the same: a file that
 * is refused today is not deployed with more rights by the release that honours them.
 */
final class PrivilegedKeys {
    private static final Set<String> USUAL_RUNTIMES = Set.of("runc", "io.containerd.runc.v2");
    private static final int SHOWN = 100;

    private PrivilegedKeys() {}

    /** Also device requests and annotations: they are words to the runtime. */
    static void runtime(YamlValue value, Scope scope, ServiceDraft draft) {
        if (!USUAL_RUNTIMES.contains(shown(value))) {
            ask(value, scope, draft, Privilege.RUNTIME);
        }
    }

    static void deviceRules(YamlValue value, Scope scope, ServiceDraft draft) {
        ask(value, scope, draft, Privilege.PRIVILEGED);
    }

    static void realTime(YamlValue value, Scope scope, ServiceDraft draft) {
        ask(value, scope, draft, Privilege.ULIMITS);
    }

    static void credentials(YamlValue value, Scope scope, ServiceDraft draft) {
        ask(value, scope, draft, Privilege.SECURITY_OPTIONS);
    }

    static void cgroup(YamlValue value, Scope scope, ServiceDraft draft) {
        if (!shown(value).equals("private")) {
            ask(value, scope, draft, Privilege.HOST_CGROUP);
        }
    }

    static void socket(YamlValue value, Scope scope, ServiceDraft draft) {
        if (!shown(value).equalsIgnoreCase("false")) {
            ask(value, scope, draft, Privilege.DOCKER_SOCKET);
        }
    }

    /** A command of its own may be privileged although its container is not. */
    static void hooks(YamlValue value, Scope scope, ServiceDraft draft) {
        for (YamlValue hook : Values.items(value)) {
            YamlValue privileged = hook instanceof Mapping mapping ? mapping.get("privileged") : null;
            if (privileged != null
                    && !shown(privileged).toLowerCase(Locale.ROOT).equals("false")) {
                ask(privileged, scope.at("privileged"), draft, Privilege.PRIVILEGED);
            }
        }
    }

    /** {@code type=none,o=bind,device=/} makes a named volume a mount of the host's root. */
    static void volumeOptions(String volume, YamlValue options, Findings findings) {
        boolean empty = options instanceof Mapping mapping && mapping.entries().isEmpty();
        if (!empty && !(options instanceof Scalar scalar && scalar.isNull())) {
            findings.ask(
                    Ask.flag("volume '%s'".formatted(volume), "driver_opts", shown(options), Privilege.VOLUME_OPTIONS));
        }
    }

    private static void ask(YamlValue value, Scope scope, ServiceDraft draft, Privilege privilege) {
        String key = scope.path().substring(draft.path().length());
        scope.findings()
                .ask(Ask.flag(
                        "service '%s'".formatted(draft.name()), key.replaceFirst("^\\.", ""), shown(value), privilege));
    }

    private static String shown(YamlValue value) {
        String text = value instanceof Scalar scalar ? scalar.text() : String.valueOf(YamlValue.toJson(value));
        return Shortened.to(SHOWN, text);
    }
}
