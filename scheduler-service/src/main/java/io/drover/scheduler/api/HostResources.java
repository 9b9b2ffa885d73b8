package io.drover.scheduler.api;

import io.drover.api.resource.Resource;
import io.drover.api.security.StackScope;
import io.drover.model.link.HostFacts;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.HostWireState;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRepository;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosts as clients see them (spec: orchestration, 1.14; hosts and network, 1.10, 1.12). */
final class HostResources {
    private static final long MIB = 1024 * 1024;

    private HostResources() {}

    /** @param seen where the caller sees containers */
    static Resource of(HostRow host, List<InstanceRepository.Membership> instances, StackScope seen) {
        HostFacts facts = host.facts();
        Map<String, @Nullable Object> fields =
                ResourceFields.common("docker", host.tenant().id(), host.uuid(), host.created(), host.removed());
        fields.put("name", host.name());
        fields.put("description", host.description());
        fields.put("hostname", facts.hostname());
        fields.put("labels", host.effectiveLabels());
        fields.put("memory", host.capacityBytes());
        fields.put("milliCpu", host.capacityMilliCpu());
        fields.put("localStorageMb", facts.localStorageMb());
        fields.put("agentIpAddress", facts.address());
        fields.put("agentState", agentState(liveness(host)));
        fields.put("info", info(facts));
        fields.put(
                "instanceIds",
                instances.stream()
                        .filter(one -> seen.covers(one.stack()))
                        .map(one -> one.instance().toString())
                        .toList());
        fields.put("publicEndpoints", List.of());
        ResourceFields.state(
                fields,
                HostWireState.of(
                        HostWireState.Wish.valueOf(host.activity().name()),
                        liveness(host),
                        Math.max(1, instances.size()),
                        host.linkNote()),
                host.removed());
        return new Resource("host", host.id().toString(), fields);
    }

    static Liveness liveness(HostRow host) {
        if (host.connected()) {
            return Liveness.ACTIVE;
        }
        return host.lost() ? Liveness.LOST : Liveness.RECONNECTING;
    }

    private static String agentState(Liveness liveness) {
        return switch (liveness) {
            case ACTIVE -> "active";
            case RECONNECTING -> "reconnecting";
            case LOST -> "disconnected";
        };
    }

    private static Map<String, Object> info(HostFacts facts) {
        return Map.of(
                "cpuInfo", Map.of("count", facts.milliCpu() / 1000),
                "memoryInfo", Map.of("memTotal", facts.memoryBytes() / MIB),
                "diskInfo", Map.of("dockerStorageDriver", facts.storageDriver()),
                "osInfo",
                        Map.of(
                                "operatingSystem", facts.operatingSystem(),
                                "kernelVersion", facts.kernelVersion(),
                                "dockerVersion", "Docker version " + facts.dockerVersion()));
    }
}
