package io.drover.agent.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import io.drover.agent.engine.EngineClient.Creation;
import io.drover.agent.engine.EngineFailure.Kind;
import io.drover.model.link.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Launch configuration to the engine's create call (spec: hosts and network, 2.8). Never sets a Docker restart policy: the
 * agent restarts, and two who restart one container fight.
 */
final class ContainerRequests {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Docker's smallest value. */
    private static final int LEAST_CPU_SHARES = 2;

    private ContainerRequests() {}

    static CreateContainerCmd of(DockerClient docker, Creation creation) {
        ContainerSpec spec = creation.instance().container();
        boolean joins =
                spec.network().networkOf() != null || startsWith(spec.network().mode(), "container:");
        CreateContainerCmd command = docker.createContainerCmd(spec.image())
                .withName(creation.name())
                .withLabels(creation.labels())
                .withEnv(environment(spec))
                .withStopTimeout(creation.instance().stopTimeoutSeconds())
                .withHostConfig(hostConfig(creation, joins));
        if (spec.command() != null) {
            command.withCmd(spec.command());
        }
        if (spec.entrypoint() != null) {
            command.withEntrypoint(spec.entrypoint());
        }
        process(command, spec.process());
        if (!joins) {
            identity(command, spec.network());
        }
        if (spec.healthcheck() != null) {
            command.withHealthcheck(health(spec.healthcheck()));
        }
        command.withVolumes(spec.storage().volumes().stream().map(Volume::new).toArray(Volume[]::new));
        return command;
    }

    private static List<String> environment(ContainerSpec spec) {
        return spec.environment().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static void process(CreateContainerCmd command, ContainerSpec.Process process) {
        command.withTty(process.tty()).withStdinOpen(process.stdinOpen());
        if (process.workingDir() != null) {
            command.withWorkingDir(process.workingDir());
        }
        if (process.user() != null) {
            command.withUser(process.user());
        }
        if (process.stopSignal() != null) {
            command.withStopSignal(process.stopSignal());
        }
    }

    private static void identity(CreateContainerCmd command, ContainerSpec.Network network) {
        if (network.hostname() != null && !"host".equals(network.mode())) {
            command.withHostName(network.hostname());
        }
        if (network.domainName() != null) {
            command.withDomainName(network.domainName());
        }
        command.withExposedPorts(Stream.concat(
                        network.ports().stream().map(ContainerRequests::exposed),
                        network.expose().stream().map(ExposedPort::tcp))
                .distinct()
                .toList());
    }

    private static HostConfig hostConfig(Creation creation, boolean joins) {
        ContainerSpec spec = creation.instance().container();
        HostConfig config = HostConfig.newHostConfig();
        network(config, spec.network(), creation, joins);
        storage(config, spec.storage(), creation);
        resources(config, spec.resources());
        security(config, spec.security());
        if (spec.process().init()) {
            config.withInit(true);
        }
        if (spec.logging() != null) {
            config.withLogConfig(logging(spec.logging()));
        }
        return config;
    }

    private static void network(HostConfig config, ContainerSpec.Network network, Creation creation, boolean joins) {
        if (network.networkOf() != null) {
            config.withNetworkMode("container:" + dependency(creation, network.networkOf()));
        } else if (network.mode() != null) {
            config.withNetworkMode(network.mode());
        }
        if (joins) {
            return;
        }
        config.withPortBindings(
                network.ports().stream().map(ContainerRequests::binding).toList());
        config.withDns(network.dns()).withDnsSearch(network.dnsSearch()).withDnsOptions(network.dnsOptions());
        config.withExtraHosts(network.extraHosts().toArray(String[]::new));
    }

    private static String dependency(Creation creation, String uuid) {
        return Objects.requireNonNull(creation.dependencies().get(uuid), uuid);
    }

    private static ExposedPort exposed(ContainerSpec.Port port) {
        return new ExposedPort(port.containerPort(), InternetProtocol.parse(port.protocol()));
    }

    private static PortBinding binding(ContainerSpec.Port port) {
        String hostPort = port.hostPort() == 0 ? "" : Integer.toString(port.hostPort());
        return new PortBinding(new Ports.Binding(port.bindAddress(), hostPort), exposed(port));
    }

    private static void storage(HostConfig config, ContainerSpec.Storage storage, Creation creation) {
        config.withBinds(storage.binds().stream().map(Bind::parse).toList());
        config.withVolumesFrom(storage.volumesFrom().stream()
                .map(uuid -> new VolumesFrom(dependency(creation, uuid)))
                .toList());
        if (!storage.tmpfs().isEmpty()) {
            config.withTmpFs(storage.tmpfs());
        }
        if (storage.volumeDriver() != null) {
            config.withVolumeDriver(storage.volumeDriver());
        }
        if (storage.shmSizeBytes() != null) {
            config.withShmSize(storage.shmSizeBytes());
        }
    }

    private static void resources(HostConfig config, ContainerSpec.Resources resources) {
        Long swappiness = resources.memorySwappiness() == null
                ? null
                : Long.valueOf(resources.memorySwappiness().longValue());
        config.withMemory(resources.memoryBytes())
                .withMemorySwap(resources.memorySwapBytes())
                .withMemoryReservation(resources.memoryReservationBytes())
                .withMemorySwappiness(swappiness)
                .withCpuShares(cpuShares(resources))
                .withCpusetCpus(resources.cpuSet())
                .withCpuPeriod(resources.cpuPeriod())
                .withCpuQuota(resources.cpuQuota())
                .withBlkioWeight(resources.blkioWeight())
                .withPidsLimit(resources.pidsLimit())
                .withOomKillDisable(resources.oomKillDisable())
                .withOomScoreAdj(resources.oomScoreAdj());
        if (!resources.ulimits().isEmpty()) {
            config.withUlimits(resources.ulimits().stream()
                    .map(ulimit -> new Ulimit(ulimit.name(), ulimit.soft(), ulimit.hard()))
                    .toList());
        }
    }

    static @Nullable Integer cpuShares(ContainerSpec.Resources resources) {
        Integer reserved = resources.milliCpuReservation();
        return reserved == null
                ? resources.cpuShares()
                : Integer.valueOf((int) Math.max(LEAST_CPU_SHARES, reserved * 1024L / 1000));
    }

    private static void security(HostConfig config, ContainerSpec.Security security) {
        config.withPrivileged(security.privileged())
                .withReadonlyRootfs(security.readOnly())
                .withCapAdd(capabilities(security.capAdd()))
                .withCapDrop(capabilities(security.capDrop()))
                .withGroupAdd(security.groupAdd())
                .withPidMode(security.pidMode())
                .withIpcMode(security.ipcMode())
                .withUtSMode(security.utsMode())
                .withUsernsMode(security.usernsMode())
                .withCgroupParent(security.cgroupParent())
                .withDevices(security.devices().stream().map(Device::parse).toList());
        if (!security.securityOpt().isEmpty()) {
            config.withSecurityOpts(new ArrayList<>(security.securityOpt()));
        }
        if (!security.sysctls().isEmpty()) {
            config.withSysctls(security.sysctls());
        }
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(ContainerRequests::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        String bare = name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
        return Stream.of(Capability.values())
                .filter(capability -> capability.name().equals(bare))
                .findFirst()
                .orElseThrow(() -> new EngineFailure(Kind.REFUSED, "'%s' is not a Linux capability".formatted(name)));
    }

    private static LogConfig logging(ContainerSpec.Logging logging) {
        if (logging.driver() == null) {
            return new LogConfig(LogConfig.LoggingType.DEFAULT, logging.options());
        }
        LogConfig.LoggingType type = LogConfig.LoggingType.fromValue(logging.driver());
        if (type == null) {
            throw new EngineFailure(
                    Kind.REFUSED, "'%s' is not a logging driver this agent knows".formatted(logging.driver()));
        }
        return new LogConfig(type, logging.options());
    }

    private static HealthCheck health(ContainerSpec.Healthcheck check) {
        return new HealthCheck()
                .withTest(check.test())
                .withInterval(nanos(check.intervalMillis()))
                .withTimeout(nanos(check.timeoutMillis()))
                .withStartPeriod(nanos(check.startPeriodMillis()))
                .withRetries(check.retries());
    }

    private static @Nullable Long nanos(@Nullable Long millis) {
        return millis == null ? null : Long.valueOf(millis * NANOS_PER_MILLI);
    }

    private static boolean startsWith(@Nullable String text, String prefix) {
        return text != null && text.startsWith(prefix);
    }
}
