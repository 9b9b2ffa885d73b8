package io.drover.scheduler.placement;

import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.HostSnapshot.Capacity;
import io.drover.scheduler.placement.HostSnapshot.Condition;
import io.drover.scheduler.placement.HostedContainer.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds hosts: {@code HostFixture.host(1).label("zone", "a").running("db-1").build()}. */
public final class HostFixture {
    private final long id;
    private final Map<String, String> labels = new HashMap<>();
    private final List<HostedContainer> containers = new ArrayList<>();
    private Condition condition = Condition.ACTIVE;
    private Capacity capacity = new Capacity(0, 0);

    private HostFixture(long id) {
        this.id = id;
    }

    public static HostFixture host(long id) {
        return new HostFixture(id);
    }

    public HostFixture cordoned() {
        condition = new Condition(condition.liveness(), true);
        return this;
    }

    public HostFixture liveness(Liveness liveness) {
        condition = new Condition(liveness, condition.cordoned());
        return this;
    }

    public HostFixture capacity(long memoryBytes, int milliCpu) {
        capacity = new Capacity(memoryBytes, milliCpu);
        return this;
    }

    public HostFixture label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** A native container that only takes room. */
    public HostFixture running(String name) {
        return with(new HostedContainer("uuid-" + name, name, null, Presence.STARTED, Demand.NONE));
    }

    public HostFixture publishing(String name, Port... ports) {
        return publishing(name, Presence.STARTED, ports);
    }

    public HostFixture publishing(String name, Presence presence, Port... ports) {
        return with(
                new HostedContainer("uuid-" + name, name, null, presence, new Demand(Map.of(), List.of(ports), 0, 0)));
    }

    public HostFixture reserving(String name, long memoryBytes, int milliCpu) {
        return with(new HostedContainer(
                "uuid-" + name, name, null, Presence.STOPPED, new Demand(Map.of(), List.of(), memoryBytes, milliCpu)));
    }

    public HostFixture labelled(String name, Presence presence, String key, String value) {
        return with(new HostedContainer(
                "uuid-" + name, name, null, presence, new Demand(Map.of(key, value), List.of(), 0, 0)));
    }

    public HostFixture unitOf(long service, String name) {
        return with(new HostedContainer(
                "uuid-" + name,
                name,
                new UnitRef(new ServiceId(service), "unit-" + name),
                Presence.STARTED,
                Demand.NONE));
    }

    public HostFixture with(HostedContainer container) {
        containers.add(container);
        return this;
    }

    public HostSnapshot build() {
        return new HostSnapshot(new HostId(id), "h" + id, condition, capacity, labels, containers);
    }

    public static Port tcp(int hostPort) {
        return new Port(null, hostPort, 80, "tcp");
    }

    public static Port tcp(String address, int hostPort) {
        return new Port(address, hostPort, 80, "tcp");
    }

    public static Port udp(int hostPort) {
        return new Port(null, hostPort, 80, "udp");
    }
}
