package io.drover.scheduler.api;

import io.drover.api.resource.Resource;
import io.drover.model.InstanceId;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.launch.ServiceSpecJson;
import io.drover.scheduler.reconcile.ServiceWireState;
import io.drover.scheduler.reconcile.WireState;
import io.drover.scheduler.spec.ServiceSpec;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRow;
import io.drover.scheduler.store.ServiceRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services as clients see them (spec: orchestration, 1.2). */
final class ServiceResources {
    private ServiceResources() {}

    /**
     * @param instances of this service, not gone
     * @param hosts by number, for the addresses of published ports
     */
    static Resource of(ServiceRow row, ServiceSpec spec, List<InstanceRow> instances, Map<Long, HostRow> hosts) {
        Map<String, @Nullable Object> fields =
                ResourceFields.common("service", row.environment(), row.uuid(), row.created(), row.removed());
        fields.putAll(ServiceSpecJson.write(spec));
        fields.put("name", row.name());
        fields.put("description", row.description());
        fields.put("scale", row.scale());
        fields.put("stackId", row.stack().toString());
        fields.put("currentScale", row.status().conclusion().currentScale());
        fields.put("createIndex", row.createIndex());
        fields.put("healthState", row.status().conclusion().health().wire());
        fields.put(
                "instanceIds",
                instances.stream()
                        .map(InstanceRow::id)
                        .map(InstanceId::toString)
                        .toList());
        fields.put("publicEndpoints", endpoints(row, instances, hosts));
        ResourceFields.state(fields, state(row), row.removed());
        return new Resource("service", row.id().toString(), fields);
    }

    static WireState state(ServiceRow row) {
        return ServiceWireState.of(
                new ServiceWireState.Request(
                        row.activity(),
                        row.generation(),
                        row.status().generation(),
                        row.status().everActive()),
                row.status().conclusion());
    }

    private static List<Map<String, Object>> endpoints(
            ServiceRow row, List<InstanceRow> instances, Map<Long, HostRow> hosts) {
        List<Map<String, Object>> endpoints = new ArrayList<>();
        for (InstanceRow instance : instances) {
            HostRow host = hosts.get(instance.host().value());
            InstanceRow.Observed seen = instance.observed();
            if (host == null || seen == null) {
                continue;
            }
            for (Port port : seen.ports()) {
                if (port.hostPort() != 0) {
                    endpoints.add(endpoint(row, instance, host, port));
                }
            }
        }
        return endpoints;
    }

    private static Map<String, Object> endpoint(ServiceRow row, InstanceRow instance, HostRow host, Port port) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("type", "publicEndpoint");
        endpoint.put("ipAddress", host.facts().address());
        endpoint.put("port", port.hostPort());
        endpoint.put("serviceId", row.id().toString());
        endpoint.put("hostId", host.id().toString());
        endpoint.put("instanceId", instance.id().toString());
        return endpoint;
    }
}
