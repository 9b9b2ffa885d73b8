package io.drover.scheduler.compose;

import io.drover.scheduler.compose.ServiceDraft.Reference;
import io.drover.scheduler.compose.yaml.YamlValue;
import io.drover.scheduler.compose.yaml.YamlValue.Mapping;
import io.drover.scheduler.compose.yaml.YamlValue.Scalar;
import io.drover.scheduler.compose.yaml.YamlValue.Sequence;
import io.drover.scheduler.launch.PortSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys about ports, names and other services. */
final class NetworkKeys {
    private static final int MAX_ENTRIES = 2_000;

    private NetworkKeys() {}

    static void ports(YamlValue value, Scope scope, ServiceDraft draft) {
        List<YamlValue> items = Values.items(value);
        if (items.size() > MAX_ENTRIES || value instanceof Mapping) {
            scope.refuse(value, "accepted: a list of up to %d ports".formatted(MAX_ENTRIES));
            return;
        }
        var ports = new ArrayList<String>();
        for (int i = 0; i < items.size(); i++) {
            Scope here = scope.at(i);
            String text =
                    items.get(i) instanceof Mapping mapping ? longForm(mapping, here) : Values.text(items.get(i), here);
            switch (text == null ? null : PortSpec.parse(text)) {
                case PortSpec.Parsed.Ports _ -> ports.add(text);
                case PortSpec.Parsed.Invalid invalid ->
                    scope.findings().problem(items.get(i).at(), here.path(), invalid.message());
                case null -> {}
            }
        }
        draft.launch("ports", ports, value, scope.path());
    }

    private static @Nullable String longForm(Mapping mapping, Scope scope) {
        Values.warnOthers(mapping, scope, List.of("target", "published", "protocol", "host_ip", "mode"));
        String target = field(mapping, "target", scope);
        String published = field(mapping, "published", scope);
        String protocol = field(mapping, "protocol", scope);
        String address = field(mapping, "host_ip", scope);
        if ("ingress".equals(field(mapping, "mode", scope))) {
            scope.at("mode").warn("'ingress' not honoured: the port is published on the hosts that run the service");
        }
        if (target == null) {
            scope.refuse(mapping, "a port needs 'target': the container's port");
            return null;
        }
        String host = address == null ? "" : (address.contains(":") ? "[" + address + "]" : address) + ":";
        String middle = published != null ? published + ":" : address != null ? ":" : "";
        return host + middle + target + (protocol == null ? "" : "/" + protocol);
    }

    private static @Nullable String field(Mapping mapping, String key, Scope scope) {
        YamlValue value = mapping.get(key);
        return value == null ? null : Values.text(value, scope.at(key));
    }

    /** {@code service:x} and {@code container:x} join a service of the same unit (spec: orchestration, 7.3). */
    static void networkMode(YamlValue value, Scope scope, ServiceDraft draft) {
        String mode = Values.text(value, scope);
        if (mode == null) {
            return;
        }
        int colon = mode.indexOf(':');
        String kind = colon < 0 ? "" : mode.substring(0, colon);
        if (kind.equals("service") || kind.equals("container")) {
            String target = mode.substring(colon + 1);
            draft.launch("networkMode", "container", value, scope.path());
            draft.launch("networkLaunchConfig", target, value, scope.path());
            draft.unitReferences().add(new Reference(target, value, scope.path()));
        } else {
            draft.launch("networkMode", mode, value, scope.path());
        }
    }

    static void extraHosts(YamlValue value, Scope scope, ServiceDraft draft) {
        var hosts = new ArrayList<String>();
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach((host, entry) -> {
                List<String> addresses = Values.texts(entry.value(), scope.at(host));
                (addresses == null ? List.<String>of() : addresses).forEach(address -> hosts.add(host + ":" + address));
            });
        } else {
            List<String> texts = Values.texts(value, scope);
            (texts == null ? List.<String>of() : texts).forEach(text -> hosts.add(text.replaceFirst("=", ":")));
        }
        draft.launch("extraHosts", hosts, value, scope.path());
    }

    /** {@code service[:alias]}. */
    static void links(YamlValue value, Scope scope, ServiceDraft draft) {
        List<String> texts = Values.texts(value, scope);
        for (String text : texts == null ? List.<String>of() : texts) {
            int colon = text.indexOf(':');
            String service = colon < 0 ? text : text.substring(0, colon);
            draft.links().put(colon < 0 ? service : text.substring(colon + 1), service);
            draft.linkTargets().add(new Reference(service, value, scope.path()));
        }
    }

    /** {@code stack/service[:alias]}. */
    static void externalLinks(YamlValue value, Scope scope, ServiceDraft draft) {
        List<String> texts = Values.texts(value, scope);
        for (String text : texts == null ? List.<String>of() : texts) {
            int colon = text.indexOf(':');
            String service = colon < 0 ? text : text.substring(0, colon);
            String alias = colon < 0 ? service.substring(service.lastIndexOf('/') + 1) : text.substring(colon + 1);
            draft.links().put(alias, service);
        }
    }

    static void dependsOn(YamlValue value, Scope scope, ServiceDraft draft) {
        switch (value) {
            case Mapping mapping ->
                mapping.entries().forEach((name, entry) -> {
                    draft.dependsOn().add(new Reference(name, entry.value(), scope.path()));
                    if (entry.value() instanceof Mapping options) {
                        dependencyOptions(options, scope.at(name));
                    }
                });
            case Sequence _, Scalar _ -> {
                List<String> names = Values.texts(value, scope);
                (names == null ? List.<String>of() : names)
                        .forEach(name -> draft.dependsOn().add(new Reference(name, value, scope.path())));
            }
        }
    }

    private static void dependencyOptions(Mapping options, Scope scope) {
        Values.warnOthers(options, scope, List.of("condition", "required"));
        String condition = field(options, "condition", scope);
        if (condition != null && !condition.equals("service_started")) {
            scope.at("condition").warn("'%s' not honoured: only the order of starting is".formatted(condition));
        }
    }
}
