package io.drover.scheduler.api;

import io.drover.api.resource.Resource;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.InstanceView;
import io.drover.scheduler.reconcile.InstanceWireState;
import io.drover.scheduler.reconcile.WireState;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers as clients see them (spec: orchestration, 1.9). */
final class ContainerResources {
    private ContainerResources() {}

    /** @param host null if its row is gone */
    static Resource of(InstanceRow row, @Nullable HostRow host) {
        ContainerSpec container = row.making().container();
        InstanceRow.Observed seen = row.observed();
        Map<String, @Nullable Object> fields =
                ResourceFields.common("container", row.environment(), row.uuid(), row.created(), row.removed());
        fields.put("name", row.name());
        spec(fields, container);
        fields.put("hostId", row.host().toString());
        membership(fields, row.membership());
        fields.put("nativeContainer", row.isNative());
        fields.put("externalId", seen == null ? null : seen.externalId());
        fields.put("primaryIpAddress", seen == null ? null : seen.address());
        fields.put("startCount", seen == null ? 0 : seen.starts());
        fields.put("firstRunning", seen == null ? null : seen.firstRunning());
        fields.put("exitCode", seen == null ? null : seen.exitCode());
        fields.put("ports", ports(row));
        WireState state = state(row, host);
        ResourceFields.state(fields, state, row.removed());
        fields.put("healthState", state.state().equals("running") ? "healthy" : null);
        if (seen != null && seen.progress() != null) {
            fields.put("transitioningProgress", seen.progress());
        }
        return new Resource("container", row.id().toString(), fields);
    }

    static WireState state(InstanceRow row, @Nullable HostRow host) {
        InstanceRow.Observed seen = row.observed();
        return InstanceWireState.of(
                new InstanceView.Desired(row.target(), row.startGeneration(), row.targetSince()),
                seen == null
                        ? null
                        : new InstanceView.Observation(
                                seen.state(), seen.startGeneration(), seen.starts(), seen.exitCode(), seen.message()),
                new InstanceWireState.Circumstances(
                        !row.making().keepRunning(),
                        host == null ? Liveness.LOST : HostResources.liveness(host),
                        host == null ? row.host().toString() : host.displayName()));
    }

    private static void spec(Map<String, @Nullable Object> fields, ContainerSpec container) {
        fields.put("imageUuid", "docker:" + container.image());
        fields.put("command", container.command());
        fields.put("entryPoint", container.entrypoint());
        fields.put("environment", container.environment());
        fields.put("labels", container.labels());
        fields.put("dataVolumes", container.storage().binds());
        fields.put("networkMode", container.network().mode());
        fields.put("hostname", container.network().hostname());
        fields.put("memory", container.resources().memoryBytes());
        fields.put("memoryReservation", container.resources().memoryReservationBytes());
        fields.put("milliCpuReservation", container.resources().milliCpuReservation());
        fields.put("privileged", container.security().privileged());
        fields.put("capAdd", container.security().capAdd());
        fields.put("capDrop", container.security().capDrop());
        fields.put("pidMode", container.security().pidMode());
    }

    private static void membership(Map<String, @Nullable Object> fields, InstanceRow.@Nullable Membership of) {
        fields.put("stackId", of == null ? null : of.stack().toString());
        fields.put("serviceId", of == null ? null : of.service().toString());
        fields.put("serviceIds", of == null ? List.of() : List.of(of.service().toString()));
        fields.put("createIndex", of == null ? null : of.createIndex());
        fields.put("serviceIndex", of == null ? null : Integer.toString(of.slot()));
        fields.put("deploymentUnitUuid", of == null ? null : of.unit());
        fields.put("version", of == null ? null : Long.toString(of.revision()));
    }

    /** As the engine bound them; before that, as they were asked for. */
    private static List<String> ports(InstanceRow row) {
        InstanceRow.Observed seen = row.observed();
        List<Port> ports = seen == null || seen.ports().isEmpty()
                ? row.making().container().network().ports()
                : seen.ports();
        List<String> texts = new ArrayList<>();
        for (Port port : ports) {
            String bind = port.bindAddress() == null ? "" : port.bindAddress() + ":";
            String published = port.hostPort() == 0 ? "" : port.hostPort() + ":";
            texts.add(bind + published + port.containerPort() + "/" + port.protocol());
        }
        return texts;
    }
}
