package io.drover.scheduler.compose;

import io.drover.scheduler.launch.LaunchConfigJson;
import io.drover.scheduler.launch.ServiceSpecJson;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.spec.StackSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What applying files to a stack that exists changes. Services are matched by name, whatever its case. A service that the
 * files do not name is kept, never deleted, and an existing service keeps its scale (spec: orchestration, 10.14): people scale
 * by hand, and re-applying a file must not undo that. Applying twice changes nothing the second time.
 */
public final class StackDiff {
    /** What happens to one service. */
    public sealed interface Change {
        String service();

        record Create(ServiceSpec wanted) implements Change {
            @Override
            public String service() {
                return wanted.name();
            }
        }

        /**
         * @param wanted the whole new spec
         * @param launch a container has to be replaced: its launch configuration or a sidekick changes
         * @param changes the parts that differ, in words; values of variables are not in them
         */
        record Update(ServiceSpec existing, ServiceSpec wanted, boolean launch, List<String> changes)
                implements Change {
            public Update {
                changes = List.copyOf(changes);
            }

            @Override
            public String service() {
                return existing.name();
            }
        }

        record Keep(ServiceSpec existing) implements Change {
            @Override
            public String service() {
                return existing.name();
            }
        }
    }

    private StackDiff() {}

    /** Changes in the order of the files, then the services they do not name. */
    public static List<Change> between(List<ServiceSpec> existing, StackSpec wanted) {
        Map<String, ServiceSpec> before = existing.stream()
                .collect(Collectors.toMap(StackDiff::key, service -> service, (one, _) -> one, LinkedHashMap::new));
        var changes = new ArrayList<Change>();
        for (ServiceSpec service : wanted.services()) {
            ServiceSpec old = before.remove(key(service));
            changes.add(old == null ? new Change.Create(service) : change(old, service));
        }
        before.values().forEach(old -> changes.add(new Change.Keep(old)));
        return List.copyOf(changes);
    }

    private static String key(ServiceSpec service) {
        return service.name().toLowerCase(Locale.ROOT);
    }

    private static Change change(ServiceSpec old, ServiceSpec fromFiles) {
        ServiceSpec wanted = target(old, fromFiles);
        List<String> launch = launchChanges(old, wanted);
        List<String> parts = new ArrayList<>(launch);
        differing("", withoutLaunch(old), withoutLaunch(wanted), parts);
        return parts.isEmpty() ? new Change.Keep(old) : new Change.Update(old, wanted, !launch.isEmpty(), parts);
    }

    private static ServiceSpec target(ServiceSpec old, ServiceSpec wanted) {
        return new ServiceSpec(
                old.name(),
                wanted.description(),
                old.scale(),
                wanted.primary(),
                wanted.sidekicks(),
                wanted.links(),
                wanted.dependsOn(),
                wanted.metadata(),
                wanted.other());
    }

    private static List<String> launchChanges(ServiceSpec old, ServiceSpec wanted) {
        var parts = new ArrayList<String>();
        differing(
                "",
                LaunchConfigJson.write(old.primary(), old.name()),
                LaunchConfigJson.write(wanted.primary(), old.name()),
                parts);
        Map<String, LaunchConfig> before = sidekicks(old);
        for (LaunchConfig sidekick : wanted.sidekicks()) {
            LaunchConfig was = before.remove(sidekick.name());
            if (was == null) {
                parts.add("sidekick '%s' is added".formatted(sidekick.name()));
            } else {
                differing(
                        "sidekick '%s': ".formatted(sidekick.name()),
                        LaunchConfigJson.write(was, old.name()),
                        LaunchConfigJson.write(sidekick, old.name()),
                        parts);
            }
        }
        before.keySet().forEach(name -> parts.add("sidekick '%s' is removed".formatted(name)));
        return parts;
    }

    private static Map<String, LaunchConfig> sidekicks(ServiceSpec service) {
        var map = new LinkedHashMap<String, LaunchConfig>();
        service.sidekicks().forEach(sidekick -> map.put(sidekick.name(), sidekick));
        return map;
    }

    private static Map<String, Object> withoutLaunch(ServiceSpec service) {
        var wire = new LinkedHashMap<>(ServiceSpecJson.write(service));
        List.of("name", "scale", "launchConfig", "secondaryLaunchConfigs").forEach(wire::remove);
        return wire;
    }

    /** Says what differs field by field; the image is shown, other values may be secrets and are not. */
    private static void differing(
            String prefix, Map<String, Object> old, Map<String, Object> wanted, List<String> parts) {
        var fields = new TreeSet<>(old.keySet());
        fields.addAll(wanted.keySet());
        for (String field : fields) {
            Object before = old.get(field);
            Object after = wanted.get(field);
            if (!Objects.equals(before, after)) {
                parts.add(prefix + words(field, before, after));
            }
        }
    }

    private static String words(String field, @Nullable Object before, @Nullable Object after) {
        if (field.equals("imageUuid")) {
            return "image '%s' to '%s'".formatted(image(before), image(after));
        }
        if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> two) {
            var keys = new TreeSet<String>();
            one.keySet().forEach(key -> keys.add(String.valueOf(key)));
            two.keySet().forEach(key -> keys.add(String.valueOf(key)));
            keys.removeIf(key -> Objects.equals(one.get(key), two.get(key)));
            return "%s (%s)".formatted(field, String.join(", ", keys));
        }
        return before == null ? field + " is added" : after == null ? field + " is removed" : field;
    }

    private static String image(@Nullable Object uuid) {
        return String.valueOf(uuid).replaceFirst("^docker:", "");
    }
}
