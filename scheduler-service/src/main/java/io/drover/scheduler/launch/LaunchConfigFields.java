package io.drover.scheduler.launch;

import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Healthcheck;
import io.drover.model.link.ContainerSpec.Network;
import io.drover.model.link.ContainerSpec.Resources;
import io.drover.model.link.ContainerSpec.Security;
import io.drover.model.link.ContainerSpec.Storage;
import io.drover.scheduler.spec.LaunchConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names of the wire's {@code launchConfig} fields, and writing them. */
final class LaunchConfigFields {
    /** Fields of the wire that are kept and shown, and that nothing acts on in this release (spec: orchestration, 1.3, 1.9). */
    static final List<String> STORED = List.of(
            "blkioDeviceOptions",
            "build",
            "cpuCount",
            "cpuPercent",
            "cpuRealtimePeriod",
            "cpuRealtimeRuntime",
            "cpuSetMems",
            "dataVolumeMounts",
            "dataVolumesFrom",
            "description",
            "disks",
            "diskQuota",
            "drainTimeoutMs",
            "healthCheck",
            "instanceLinks",
            "instanceTriggeredStop",
            "ioMaximumBandwidth",
            "ioMaximumIOps",
            "ip",
            "ip6",
            "isolation",
            "kernelMemory",
            "lxcConf",
            "memoryMb",
            "netAlias",
            "networkContainerId",
            "networkIds",
            "publishAllPorts",
            "registryCredentialId",
            "requestedHostId",
            "requestedIpAddress",
            "secrets",
            "storageOpt",
            "userdata",
            "vcpu",
            "version");

    /** Fields that a service's launch configuration cannot set, or that a client only sends back. */
    static final List<String> IGNORED = List.of(
            "type",
            "baseType",
            "links",
            "actions",
            "id",
            "uuid",
            "accountId",
            "created",
            "createdTS",
            "state",
            "kind",
            "count",
            "restartPolicy",
            "startOnCreate",
            "stackId",
            "system",
            "transitioning",
            "transitioningMessage",
            "transitioningProgress");

    static final Set<String> CAPABILITIES =
            Set.of(("ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE "
                            + "DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN "
                            + "MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID "
                            + "SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT "
                            + "SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM")
                    .split(" "));

    private LaunchConfigFields() {}

    static Map<String, Object> write(LaunchConfig config, String service) {
        var out = new LinkedHashMap<String, Object>();
        ContainerSpec container = config.container();
        out.put("type", config.isPrimary() ? "launchConfig" : "secondaryLaunchConfig");
        out.put("kind", "container");
        put(out, "name", config.name());
        out.put("imageUuid", "docker:" + container.image());
        putNullable(out, "command", container.command());
        putNullable(out, "entryPoint", container.entrypoint());
        put(out, "environment", new TreeMap<>(container.environment()));
        put(out, "labels", new TreeMap<>(container.labels()));
        process(out, container.process());
        network(out, config, service);
        storage(out, container.storage());
        put(
                out,
                "dataVolumesFromLaunchConfigs",
                config.volumesFrom().stream().map(name -> shown(name, service)).toList());
        resources(out, container.resources());
        security(out, container.security());
        ContainerSpec.Logging logging = container.logging();
        if (logging != null) {
            var logConfig = new LinkedHashMap<String, Object>();
            putNullable(logConfig, "driver", logging.driver());
            logConfig.put("config", new TreeMap<>(logging.options()));
            out.put("logConfig", logConfig);
        }
        healthcheck(out, container.healthcheck());
        if (config.stopTimeoutSeconds() != LaunchConfig.DEFAULT_STOP_TIMEOUT_SECONDS) {
            out.put("stopTimeout", config.stopTimeoutSeconds());
        }
        new TreeMap<>(config.other()).forEach(out::putIfAbsent);
        return out;
    }

    private static String shown(String name, String service) {
        return name.isEmpty() ? service : name;
    }

    private static void process(Map<String, Object> out, ContainerSpec.Process process) {
        putNullable(out, "workingDir", process.workingDir());
        putNullable(out, "user", process.user());
        put(out, "tty", process.tty());
        put(out, "stdinOpen", process.stdinOpen());
        put(out, "runInit", process.init());
        putNullable(out, "stopSignal", process.stopSignal());
    }

    private static void network(Map<String, Object> out, LaunchConfig config, String service) {
        Network network = config.container().network();
        String from = config.networkFrom();
        String mode = network.mode();
        out.put("networkMode", from != null ? "container" : mode == null ? "managed" : mode);
        if (from != null) {
            out.put("networkLaunchConfig", shown(from, service));
        }
        putNullable(out, "hostname", network.hostname());
        putNullable(out, "domainName", network.domainName());
        put(out, "ports", network.ports().stream().map(PortSpec::format).toList());
        var expose = new ArrayList<String>();
        network.expose().forEach(port -> expose.add(port + "/tcp"));
        if (config.other().get("expose") instanceof List<?> more) {
            more.forEach(text -> expose.add(String.valueOf(text)));
        }
        put(out, "expose", expose);
        put(out, "dns", network.dns());
        put(out, "dnsSearch", network.dnsSearch());
        put(out, "dnsOpt", network.dnsOptions());
        put(out, "extraHosts", network.extraHosts());
    }

    private static void storage(Map<String, Object> out, Storage storage) {
        var volumes = new ArrayList<>(storage.binds());
        volumes.addAll(storage.volumes());
        put(out, "dataVolumes", volumes);
        put(out, "tmpfs", new TreeMap<>(storage.tmpfs()));
        putNullable(out, "volumeDriver", storage.volumeDriver());
        putNullable(out, "shmSize", storage.shmSizeBytes());
    }

    private static void resources(Map<String, Object> out, Resources resources) {
        putNullable(out, "memory", resources.memoryBytes());
        putNullable(out, "memorySwap", resources.memorySwapBytes());
        putNullable(out, "memoryReservation", resources.memoryReservationBytes());
        putNullable(out, "memorySwappiness", resources.memorySwappiness());
        putNullable(out, "milliCpuReservation", resources.milliCpuReservation());
        putNullable(out, "cpuShares", resources.cpuShares());
        putNullable(out, "cpuSet", resources.cpuSet());
        putNullable(out, "cpuPeriod", resources.cpuPeriod());
        putNullable(out, "cpuQuota", resources.cpuQuota());
        putNullable(out, "blkioWeight", resources.blkioWeight());
        putNullable(out, "pidsLimit", resources.pidsLimit());
        putNullable(out, "oomKillDisable", resources.oomKillDisable());
        putNullable(out, "oomScoreAdj", resources.oomScoreAdj());
        put(
                out,
                "ulimits",
                resources.ulimits().stream().map(LaunchConfigFields::ulimit).toList());
    }

    private static Map<String, Object> ulimit(ContainerSpec.Ulimit limit) {
        var out = new LinkedHashMap<String, Object>();
        out.put("name", limit.name());
        out.put("soft", limit.soft());
        out.put("hard", limit.hard());
        return out;
    }

    private static void security(Map<String, Object> out, Security security) {
        put(out, "privileged", security.privileged());
        put(out, "readOnly", security.readOnly());
        put(out, "capAdd", security.capAdd());
        put(out, "capDrop", security.capDrop());
        put(out, "securityOpt", security.securityOpt());
        put(out, "devices", security.devices());
        put(out, "groupAdd", security.groupAdd());
        put(out, "sysctls", new TreeMap<>(security.sysctls()));
        putNullable(out, "pidMode", security.pidMode());
        putNullable(out, "ipcMode", security.ipcMode());
        putNullable(out, "uts", security.utsMode());
        putNullable(out, "usernsMode", security.usernsMode());
        putNullable(out, "cgroupParent", security.cgroupParent());
    }

    private static void healthcheck(Map<String, Object> out, @Nullable Healthcheck check) {
        if (check == null) {
            return;
        }
        put(out, "healthCmd", check.test());
        duration(out, "healthInterval", check.intervalMillis());
        duration(out, "healthTimeout", check.timeoutMillis());
        duration(out, "healthStartPeriod", check.startPeriodMillis());
        putNullable(out, "healthRetries", check.retries());
    }

    /** Whole seconds, as clients of the reference expect; what seconds cannot say goes into a field of milliseconds too. */
    private static void duration(Map<String, Object> out, String field, @Nullable Long millis) {
        if (millis != null) {
            out.put(field, (millis + 999) / 1_000);
            if (millis % 1_000 != 0) {
                out.put(field + "Millis", millis);
            }
        }
    }

    private static void put(Map<String, Object> out, String field, Object value) {
        boolean empty = switch (value) {
            case String text -> text.isEmpty();
            case Collection<?> collection -> collection.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case Boolean flag -> !flag;
            default -> false;
        };
        if (!empty) {
            out.put(field, value);
        }
    }

    private static void putNullable(Map<String, Object> out, String field, @Nullable Object value) {
        if (value != null) {
            out.put(field, value);
        }
    }
}
