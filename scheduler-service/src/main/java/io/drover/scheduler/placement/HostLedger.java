package io.drover.scheduler.placement;

import io.drover.model.ServiceId;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.PlacementRequest.Member;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final List<String> addressPool;
    private final Map<String, HostedContainer> byUuid = new LinkedHashMap<>();
    private final Map<ServiceId, Set<String>> unitsByService = new HashMap<>();
    private PortLedger ports;
    /** What affinity rules ask: {@code label=value} and names, to the units that have it; made when first asked. */
    private @Nullable Map<String, Set<String>> unitsByTrait;

    private long usedMemoryBytes;
    private int usedMilliCpu;
    private int containers;

    HostLedger(HostSnapshot snapshot) {
        this.snapshot = snapshot;
        this.labels = lowerCased(snapshot.labels());
        this.addressPool = Arrays.stream(labels.getOrDefault(SCHEDULER_IPS, "").split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        this.ports = new PortLedger(snapshot.name(), addressPool);
        for (HostedContainer container : snapshot.containers()) {
            byUuid.put(container.uuid(), container);
        }
        byUuid.values().forEach(this::count);
    }

    /** The host as the pass has left it so far. */
    HostSnapshot now() {
        return new HostSnapshot(
                snapshot.id(),
                snapshot.name(),
                snapshot.condition(),
                snapshot.capacity(),
                snapshot.labels(),
                List.copyOf(byUuid.values()));
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

    @Nullable
    String label(String key) {
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
        boolean matches = switch (rule) {
            case PlacementRule.HostLabel(String key, String value, boolean _, boolean _) ->
                value.equals(labels.get(key));
            case PlacementRule.ContainerLabel(String key, String value, boolean _, boolean _) ->
                hasOther(labelTrait(key, value), unit);
            case PlacementRule.ContainerName(String name, boolean _, boolean _) -> hasOther(nameTrait(name), unit);
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
            byUuid.put(container.uuid(), container);
            countExceptPorts(container);
            if (unitsByTrait != null) {
                addTraits(unitsByTrait, container);
            }
        }
        return ports.reserve(request.members());
    }

    /** The pass removes that container: it no longer counts against its service, its ports stay taken until it is gone. */
    void leave(String uuid) {
        HostedContainer container = byUuid.get(uuid);
        if (container == null) {
            return;
        }
        byUuid.put(uuid, container.leaving());
        usedMemoryBytes = 0;
        usedMilliCpu = 0;
        containers = 0;
        unitsByService.clear();
        unitsByTrait = null;
        ports = new PortLedger(snapshot.name(), addressPool);
        byUuid.values().forEach(this::count);
    }

    private void count(HostedContainer container) {
        ports.occupy(container);
        countExceptPorts(container);
    }

    private void countExceptPorts(HostedContainer container) {
        usedMemoryBytes += container.demand().memoryBytes();
        usedMilliCpu += container.demand().milliCpu();
        if (container.presence() == Presence.LEAVING) {
            return;
        }
        containers++;
        UnitRef unit = container.unit();
        if (unit != null && unit.service() != null) {
            unitsByService.computeIfAbsent(unit.service(), _ -> new HashSet<>()).add(unit.uuid());
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
            for (HostedContainer container : byUuid.values()) {
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
        container
                .demand()
                .labels()
                .forEach((key, value) -> traits.computeIfAbsent(labelTrait(key, value), _ -> new HashSet<>())
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
