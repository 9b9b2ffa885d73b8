package io.drover.scheduler.placement;

import io.drover.model.ServiceId;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.PlacementRequest.Member;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One host during one placement pass: the snapshot plus what the pass has placed so far, indexed so that a rule is one
 * lookup. Confined to the pass that made it.
 */
final class HostLedger {
    /** Host label: the addresses that published ports are spread over (spec: orchestration, 3.5). */
    private static final String SCHEDULER_IPS = "io.rancher.scheduler.ips";

    private final HostSnapshot snapshot;
    private final Map<String, String> labels;
    private final PortLedger ports;
    private final Map<ServiceId, Set<String>> unitsByService = new HashMap<>();
    /** What affinity rules ask: {@code label=value} and names, to the units that have it; made when first asked. */
    private @Nullable Map<String, Set<String>> unitsByTrait;

    private long usedMemoryBytes;
    private int usedMilliCpu;
    private int containers;
    private final Set<HostedContainer> placed = new HashSet<>();

    HostLedger(HostSnapshot snapshot) {
        this.snapshot = snapshot;
        this.labels = lowerCased(snapshot.labels());
        String pool = labels.getOrDefault(SCHEDULER_IPS, "");
        this.ports = new PortLedger(
                snapshot.name(),
                Arrays.stream(pool.split(","))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList());
        snapshot.containers().forEach(this::count);
        snapshot.containers().forEach(ports::occupy);
    }

    HostSnapshot snapshot() {
        return snapshot;
    }

    String name() {
        return snapshot.name();
    }

    HostSnapshot.Capacity capacity() {
        return snapshot.capacity();
    }

    PortLedger ports() {
        return ports;
    }

    @Nullable String label(String key) {
        return labels.get(key);
    }

    long freeMemoryBytes() {
        return snapshot.capacity().memoryBytes() - usedMemoryBytes;
    }

    int freeMilliCpu() {
        return snapshot.capacity().milliCpu() - usedMilliCpu;
    }

    int containers() {
        return containers;
    }

    int unitsOf(@Nullable ServiceId service) {
        return service == null
                ? 0
                : unitsByService.getOrDefault(service, Set.of()).size();
    }

    boolean satisfies(PlacementRule rule, UnitRef unit) {
        boolean matches =
                switch (rule) {
                    case PlacementRule.HostLabel(String key, String value, boolean _, boolean _) ->
                        value.equals(labels.get(key));
                    case PlacementRule.ContainerLabel(String key, String value, boolean _, boolean _) ->
                        hasOther(labelTrait(key, value), unit);
                    case PlacementRule.ContainerName(String name, boolean _, boolean _) ->
                        hasOther(nameTrait(name), unit);
                };
        return matches != rule.negated();
    }

    /** Takes what a placed unit needs, so that the next request sees it; answers the chosen bind addresses. */
    Map<String, String> reserve(PlacementRequest request) {
        for (Member member : request.members()) {
            var container = new HostedContainer(
                    request.unit().uuid() + "/" + member.name(),
                    member.name(),
                    request.unit(),
                    Presence.STARTED,
                    member.demand());
            placed.add(container);
            count(container);
            if (unitsByTrait != null) {
                addTraits(unitsByTrait, container);
            }
        }
        return ports.reserve(request.members());
    }

    private void count(HostedContainer container) {
        usedMemoryBytes += container.demand().memoryBytes();
        usedMilliCpu += container.demand().milliCpu();
        if (container.presence() == Presence.LEAVING) {
            return;
        }
        containers++;
        UnitRef unit = container.unit();
        if (unit != null && unit.service() != null) {
            unitsByService
                    .computeIfAbsent(unit.service(), _ -> new HashSet<>())
                    .add(unit.uuid());
        }
    }

    private boolean hasOther(String trait, UnitRef unit) {
        Set<String> units = traits().getOrDefault(trait, Set.of());
        return units.size() > 1 || (units.size() == 1 && !units.contains(unit.uuid()));
    }

    private Map<String, Set<String>> traits() {
        Map<String, Set<String>> known = unitsByTrait;
        if (known == null) {
            known = new HashMap<>();
            for (HostedContainer container : snapshot.containers()) {
                addTraits(known, container);
            }
            for (HostedContainer container : placed) {
                addTraits(known, container);
            }
            unitsByTrait = known;
        }
        return known;
    }

    private static void addTraits(Map<String, Set<String>> traits, HostedContainer container) {
        if (container.presence() == Presence.LEAVING) {
            return;
        }
        UnitRef ref = container.unit();
        String unit = ref == null ? container.uuid() : ref.uuid();
        List<String> names = List.of(nameTrait(container.name()), nameTrait(container.uuid()));
        names.forEach(name -> traits.computeIfAbsent(name, _ -> new HashSet<>()).add(unit));
        container.demand().labels().forEach((key, value) -> traits.computeIfAbsent(
                        labelTrait(key, value), _ -> new HashSet<>())
                .add(unit));
    }

    private static String labelTrait(String key, String value) {
        return "label " + key.toLowerCase(Locale.ROOT) + "=" + value.toLowerCase(Locale.ROOT);
    }

    private static String nameTrait(String name) {
        return "name " + name.toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> lowerCased(Map<String, String> labels) {
        var lower = new HashMap<String, String>();
        labels.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
