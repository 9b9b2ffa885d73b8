package io.drover.agent.reconcile;

import io.drover.agent.engine.EngineContainer;
import io.drover.model.link.ContainerSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The containers on the engine, indexed for one plan. */
public final class Observed {
    /** Of several containers with one uuid the running one counts, then the oldest. */
    private static final Comparator<EngineContainer> KEEPER_FIRST = Comparator.comparing(
                    (EngineContainer container) -> !container.run().isUp())
            .thenComparingLong(EngineContainer::createdAtMillis)
            .thenComparing(EngineContainer::id);

    private final Map<String, List<EngineContainer>> owned;
    private final List<EngineContainer> all;

    public Observed(Collection<EngineContainer> containers) {
        this.all = List.copyOf(containers);
        Map<String, List<EngineContainer>> byUuid = new HashMap<>();
        for (EngineContainer container : containers) {
            String uuid = container.ownedUuid();
            if (uuid != null) {
                byUuid.merge(uuid, List.of(container), Observed::joined);
            }
        }
        this.owned = byUuid;
    }

    private static List<EngineContainer> joined(List<EngineContainer> some, List<EngineContainer> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream())
                .sorted(KEEPER_FIRST)
                .toList();
    }

    public List<EngineContainer> all() {
        return all;
    }

    /** All containers of an instance, the one that counts first. */
    public List<EngineContainer> of(String uuid) {
        return owned.getOrDefault(uuid, List.of());
    }

    public Optional<EngineContainer> keeper(String uuid) {
        return of(uuid).stream().findFirst();
    }

    public Set<String> names() {
        return all.stream().map(EngineContainer::name).collect(Collectors.toCollection(HashSet::new));
    }

    /** Who has the host's port: a running container that publishes it, other than {@code except}. */
    public Optional<EngineContainer> holder(int hostPort, String protocol, String except) {
        return all.stream()
                .filter(container -> container.run().isUp() && !except.equals(container.ownedUuid()))
                .filter(container -> container.reach().ports().stream()
                        .anyMatch(port ->
                                hostPort == port.hostPort() && port.protocol().equals(protocol)))
                .findFirst();
    }

    public static boolean sharePort(ContainerSpec.Port one, ContainerSpec.Port other) {
        return one.hostPort() != 0
                && one.hostPort() == other.hostPort()
                && one.protocol().equals(other.protocol());
    }
}
