package io.drover.scheduler.naming;

import io.drover.model.Labels;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Network;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.model.link.ContainerSpec.Storage;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The containers of one unit, named and labelled, ready to be placed and then written down for an agent. */
public final class UnitContainers {
    /** The longest host name Linux accepts. */
    private static final int MAX_HOSTNAME = 64;

    private static final String CONTAINER_NAME = "container_name";

    /**
     * @param launchConfig empty for the primary
     * @param container as its engine creates it, except for references to other instances of the unit
     */
    public record UnitContainer(LaunchConfig launchConfig, String name, ContainerSpec container) {
        /**
         * With the references to its unit resolved.
         *
         * @param uuids launch config name to the uuid of the unit's instance of it
         * @param bindAddress the address its ports without one are bound to; null: all addresses
         */
        public ContainerSpec resolved(Map<String, String> uuids, @Nullable String bindAddress) {
            String networkFrom = launchConfig.networkFrom();
            Network network = container.network();
            Storage storage = container.storage();
            return with(
                    new Network(
                            network.mode(),
                            networkFrom == null ? network.networkOf() : uuids.get(networkFrom),
                            network.hostname(),
                            network.domainName(),
                            bindAddress == null ? network.ports() : bound(network.ports(), bindAddress),
                            network.expose(),
                            network.dns(),
                            network.dnsSearch(),
                            network.dnsOptions(),
                            network.extraHosts()),
                    new Storage(
                            storage.binds(),
                            storage.volumes(),
                            launchConfig.volumesFrom().stream()
                                    .flatMap(name -> Stream.ofNullable(uuids.get(name)))
                                    .toList(),
                            storage.tmpfs(),
                            storage.volumeDriver(),
                            storage.shmSizeBytes()));
        }

        private ContainerSpec with(Network network, Storage storage) {
            return new ContainerSpec(
                    container.image(),
                    container.command(),
                    container.entrypoint(),
                    container.environment(),
                    container.labels(),
                    container.process(),
                    network,
                    storage,
                    container.resources(),
                    container.security(),
                    container.logging(),
                    container.healthcheck());
        }
    }

    private UnitContainers() {}

    /** One per launch config, primary first. */
    public static List<UnitContainer> of(UnitIdentity unit, ServiceSpec spec) {
        return spec.launchConfigs().stream().map(config -> of(unit, config)).toList();
    }

    /** The container of one launch config of the unit. */
    public static UnitContainer of(UnitIdentity unit, LaunchConfig config) {
        ContainerSpec container = config.container();
        Map<String, String> labels = ContainerLabels.of(unit, config.name(), container.labels());
        var named = new UnitContainer(config, unit.containerName(config.name()), container.withLabels(labels));
        boolean overridden = CONTAINER_NAME.equalsIgnoreCase(labels.get(Labels.HOSTNAME_OVERRIDE));
        return overridden ? withHostname(unit, named) : named;
    }

    private static UnitContainer withHostname(UnitIdentity unit, UnitContainer named) {
        Network network = named.container().network();
        String hostname = hostname(unit.prefix(named.launchConfig().name()), "-" + unit.index(), network.domainName());
        var renamed = new Network(
                network.mode(),
                network.networkOf(),
                hostname,
                network.domainName(),
                network.ports(),
                network.expose(),
                network.dns(),
                network.dnsSearch(),
                network.dnsOptions(),
                network.extraHosts());
        return new UnitContainer(
                named.launchConfig(),
                named.name(),
                named.with(renamed, named.container().storage()));
    }

    /** The container's name, cut so that its number and the domain still fit (spec: orchestration, 2.4). */
    static String hostname(String prefix, String suffix, @Nullable String domainName) {
        int domain = domainName == null || domainName.isEmpty() ? 0 : domainName.length() + 1;
        int room = Math.max(1, MAX_HOSTNAME - domain - suffix.length());
        return (prefix.length() > room ? prefix.substring(0, room) : prefix) + suffix;
    }

    private static List<Port> bound(List<Port> ports, String address) {
        return ports.stream()
                .map(port -> port.bindAddress() == null
                        ? new Port(address, port.hostPort(), port.containerPort(), port.protocol())
                        : port)
                .toList();
    }
}
