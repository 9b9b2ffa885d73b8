package io.drover.scheduler.compose;

import static io.drover.scheduler.compose.ServiceKey.body;
import static io.drover.scheduler.compose.ServiceKey.launch;

import io.drover.scheduler.compose.ServiceKey.Setter;
import io.drover.scheduler.compose.ServiceKey.Support;
import io.drover.scheduler.compose.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every key a service can have, in docker-compose and rancher-compose files (spec: orchestration, 7.3, 7.4, and the Compose
 * Specification). One line per key; what is not here is unknown.
 */
final class ServiceKeys {
    private static final Set<Dialect> ALL = Collections.unmodifiableSet(EnumSet.allOf(Dialect.class));
    private static final Set<Dialect> V1 = Set.of(Dialect.V1);
    private static final Set<Dialect> V2_ON = Collections.unmodifiableSet(EnumSet.of(Dialect.V2, Dialect.SPEC));
    private static final Set<Dialect> SPEC = Set.of(Dialect.SPEC);
    /** Read before or after the single keys. */
    private static final Setter ELSEWHERE = (_, _, _) -> {};

    /** In the order of the documentation. */
    static final List<ServiceKey> TABLE = table();

    static final Map<String, ServiceKey> BY_NAME = byName();

    private ServiceKeys() {}

    private static List<ServiceKey> table() {
        var keys = new ArrayList<ServiceKey>();
        keys.addAll(program());
        keys.addAll(placesAndNames());
        keys.addAll(limits());
        keys.addAll(lifecycle());
        keys.addAll(reference());
        keys.addAll(notHonoured());
        return List.copyOf(keys);
    }

    private static Map<String, ServiceKey> byName() {
        var map = new LinkedHashMap<String, ServiceKey>();
        TABLE.forEach(key -> map.put(key.name(), key));
        return Collections.unmodifiableMap(map);
    }

    private static ServiceKey honoured(String name, Set<Dialect> dialects, String note, Setter setter) {
        return new ServiceKey(name, dialects, Support.HONOURED, note, setter);
    }

    private static ServiceKey stored(String name, Set<Dialect> dialects, String note, Setter setter) {
        return new ServiceKey(name, dialects, Support.STORED, note, setter);
    }

    private static ServiceKey ignored(String name, Set<Dialect> dialects, String note) {
        return new ServiceKey(name, dialects, Support.IGNORED, note, ELSEWHERE);
    }

    /** Not honoured, but it must be permitted: it asks for more than the container itself. */
    private static ServiceKey asked(String name, Set<Dialect> dialects, String note, Setter asking) {
        return new ServiceKey(name, dialects, Support.IGNORED, note, asking);
    }

    private static List<ServiceKey> program() {
        return List.of(
                honoured("image", ALL, "the image", launch("imageUuid", Values::text)),
                honoured("command", ALL, "a text is split as a shell does", launch("command", Values::words)),
                honoured("entrypoint", ALL, "a text is split as a shell does", launch("entryPoint", Values::words)),
                honoured("environment", ALL, "list or mapping", launch("environment", Values::environment)),
                honoured("labels", ALL, "list or mapping", LabelKeys::labels),
                honoured("working_dir", ALL, "", launch("workingDir", Values::text)),
                honoured("user", ALL, "", launch("user", Values::text)),
                honoured("tty", ALL, "", launch("tty", Values::flag)),
                honoured("stdin_open", ALL, "", launch("stdinOpen", Values::flag)),
                honoured("init", V2_ON, "", launch("runInit", Values::flag)),
                honoured("privileged", ALL, "", launch("privileged", Values::flag)),
                honoured("read_only", ALL, "", launch("readOnly", Values::flag)),
                honoured("cap_add", ALL, "", launch("capAdd", Values::texts)),
                honoured("cap_drop", ALL, "", launch("capDrop", Values::texts)),
                honoured("security_opt", ALL, "", launch("securityOpt", Values::texts)),
                honoured("devices", ALL, "short and long form", RuntimeKeys::devices),
                honoured("group_add", V2_ON, "", launch("groupAdd", Values::texts)),
                honoured("sysctls", V2_ON, "list or mapping", launch("sysctls", Values::textMap)),
                honoured("pid", ALL, "", launch("pidMode", Values::text)),
                honoured("ipc", ALL, "", launch("ipcMode", Values::text)),
                honoured("uts", ALL, "", launch("uts", Values::text)),
                honoured("userns_mode", V2_ON, "", launch("usernsMode", Values::text)),
                honoured("cgroup_parent", ALL, "", launch("cgroupParent", Values::text)),
                honoured("logging", V2_ON, "`driver` and `options`", RuntimeKeys::logging),
                honoured("log_driver", V1, "", RuntimeKeys::logDriver),
                honoured("log_opt", V1, "", RuntimeKeys::logOptions));
    }

    private static List<ServiceKey> placesAndNames() {
        return List.of(
                honoured("ports", ALL, "short and long form, ranges of equal length", NetworkKeys::ports),
                honoured("expose", ALL, "", launch("expose", Values::texts)),
                honoured(
                        "network_mode",
                        V2_ON,
                        "`bridge`, `host`, `none`; `service:x` within a unit",
                        NetworkKeys::networkMode),
                honoured("net", V1, "as `network_mode`", NetworkKeys::networkMode),
                honoured("hostname", ALL, "", launch("hostname", Values::text)),
                honoured("domainname", ALL, "", launch("domainName", Values::text)),
                honoured("dns", ALL, "", launch("dns", Values::texts)),
                honoured("dns_search", ALL, "", launch("dnsSearch", Values::texts)),
                honoured("dns_opt", V2_ON, "", launch("dnsOpt", Values::texts)),
                honoured("extra_hosts", ALL, "list or mapping", NetworkKeys::extraHosts),
                honoured("volumes", ALL, "short and long form; named volumes belong to the stack", Mounts::volumes),
                honoured("volumes_from", ALL, "services of the same unit only", Mounts::volumesFrom),
                honoured("volume_driver", ALL, "", launch("volumeDriver", Values::text)),
                honoured("tmpfs", V2_ON, "", Mounts::tmpfs),
                honoured("shm_size", ALL, "", launch("shmSize", Values::bytes)),
                stored("links", ALL, "names of services are resolved in a later release", NetworkKeys::links),
                stored(
                        "external_links",
                        ALL,
                        "names of services are resolved in a later release",
                        NetworkKeys::externalLinks),
                honoured("depends_on", V2_ON, "start order; list or mapping", NetworkKeys::dependsOn));
    }

    private static List<ServiceKey> limits() {
        return List.of(
                honoured("mem_limit", ALL, "", launch("memory", Values::bytes)),
                honoured("memswap_limit", ALL, "", launch("memorySwap", Values::bytes)),
                honoured(
                        "mem_reservation",
                        ALL,
                        "counted when hosts are chosen",
                        launch("memoryReservation", Values::bytes)),
                honoured("mem_swappiness", ALL, "", launch("memorySwappiness", Values::whole)),
                honoured("cpus", V2_ON, "as quota of a period of 100 ms", RuntimeKeys::cpus),
                honoured("cpu_shares", ALL, "", launch("cpuShares", Values::whole)),
                honoured("cpuset", ALL, "", launch("cpuSet", Values::text)),
                honoured("cpu_period", ALL, "", launch("cpuPeriod", RuntimeKeys::micros)),
                honoured("cpu_quota", ALL, "", launch("cpuQuota", RuntimeKeys::micros)),
                honoured("blkio_weight", ALL, "", launch("blkioWeight", Values::whole)),
                honoured("blkio_config", V2_ON, "`weight` only", RuntimeKeys::blkio),
                honoured("pids_limit", V2_ON, "", launch("pidsLimit", Values::whole)),
                honoured("oom_kill_disable", ALL, "", launch("oomKillDisable", Values::flag)),
                honoured("oom_score_adj", V2_ON, "", launch("oomScoreAdj", Values::whole)),
                honoured("ulimits", ALL, "a number or `soft` and `hard`", RuntimeKeys::ulimits));
    }

    private static List<ServiceKey> lifecycle() {
        return List.of(
                honoured("scale", ALL, "how many units", body("scale", Values::whole)),
                honoured("deploy", SPEC, "see below", DeployKeys::deploy),
                honoured("healthcheck", V2_ON, "the engine's own check", RuntimeKeys::healthcheck),
                honoured("stop_signal", ALL, "", launch("stopSignal", Values::text)),
                honoured("stop_grace_period", V2_ON, "", launch("stopTimeout", Values::seconds)),
                honoured(
                        "restart", ALL, "`always`, `unless-stopped`; `no` runs a container once", RuntimeKeys::restart),
                honoured("pull_policy", SPEC, "`always`, `missing`", RuntimeKeys::pullPolicy),
                honoured("profiles", SPEC, "active ones are named by the variable COMPOSE_PROFILES", ELSEWHERE),
                honoured("extends", V2_ON, "a service of the same file", ELSEWHERE),
                honoured(
                        "build",
                        ALL,
                        "images are not built: with `image` a warning, else an error",
                        RuntimeKeys::build),
                honoured(
                        "env_file",
                        ALL,
                        "an error: files beside the compose file are not there",
                        RuntimeKeys::envFile));
    }

    private static List<ServiceKey> reference() {
        return List.of(
                honoured("metadata", ALL, "", body("metadata", (value, scope) -> {
                    var mapping = Values.mapping(value, scope);
                    return mapping == null ? null : YamlValue.toJson(mapping);
                })),
                honoured("description", ALL, "", body("description", Values::text)),
                honoured(
                        "milli_cpu_reservation",
                        ALL,
                        "counted when hosts are chosen",
                        launch("milliCpuReservation", Values::whole)),
                stored(
                        "health_check",
                        ALL,
                        "use 'healthcheck' until checks from other hosts exist",
                        launch("healthCheck", RuntimeKeys::camelMapping)),
                stored(
                        "scale_policy",
                        ALL,
                        "without 'scale', 'min' units run",
                        body("scalePolicy", RuntimeKeys::camelMapping)),
                stored("upgrade_strategy", ALL, "", body("upgradeStrategy", RuntimeKeys::camelMapping)),
                stored("retain_ip", ALL, "", body("retainIp", Values::flag)),
                stored("drain_timeout_ms", ALL, "", launch("drainTimeoutMs", Values::whole)),
                stored(
                        "lb_config",
                        ALL,
                        "load balancers come in a later release",
                        body("lbConfig", RuntimeKeys::camelMapping)),
                ignored("start_on_create", ALL, "whether services start is said when the stack is created"),
                ignored("service_schemas", ALL, ""),
                ignored("type", ALL, ""),
                ignored("external_ips", ALL, "external services come in a later release"),
                ignored("certs", ALL, "load balancers come in a later release"),
                ignored("default_cert", ALL, "load balancers come in a later release"),
                ignored("load_balancer_config", ALL, "load balancers come in a later release"),
                ignored("network_driver", ALL, "the service is not created: drivers come in a later release"),
                ignored("storage_driver", ALL, "the service is not created: drivers come in a later release"));
    }

    private static List<ServiceKey> notHonoured() {
        var keys = new ArrayList<ServiceKey>();
        keys.add(stored(
                "secrets",
                V2_ON,
                "secrets come in a later release; the container starts without them",
                launch("secrets", RuntimeKeys::secrets)));
        keys.add(stored("isolation", ALL, "", launch("isolation", Values::text)));
        keys.add(stored("storage_opt", V2_ON, "", launch("storageOpt", Values::textMap)));
        keys.add(ignored("configs", SPEC, "the container starts without them"));
        keys.add(ignored("networks", V2_ON, "containers are on the host's bridge until networks across hosts exist"));
        keys.add(ignored("container_name", ALL, "containers are named after stack, service and number"));
        keys.add(ignored("mac_address", ALL, ""));
        keys.add(ignored("platform", V2_ON, "the engine chooses what fits its host"));
        keys.add(asked("runtime", V2_ON, "the engine's default runtime is used", PrivilegedKeys::runtime));
        keys.add(ignored("label_file", SPEC, "files beside the compose file are not there; use 'labels'"));
        keys.add(ignored("dockerfile", V1, "images are not built"));
        for (String name : List.of(
                "blkio_weight_device",
                "device_read_bps",
                "device_read_iops",
                "device_write_bps",
                "device_write_iops")) {
            keys.add(ignored(name, ALL, ""));
        }
        keys.add(ignored("cpu_count", V2_ON, ""));
        keys.add(ignored("cpu_percent", V2_ON, ""));
        keys.add(asked("cpu_rt_period", V2_ON, "", PrivilegedKeys::realTime));
        keys.add(asked("cpu_rt_runtime", V2_ON, "", PrivilegedKeys::realTime));
        keys.add(asked("device_cgroup_rules", V2_ON, "", PrivilegedKeys::deviceRules));
        keys.add(ignored("link_local_ips", V2_ON, ""));
        keys.add(ignored("priority", V2_ON, ""));
        keys.add(asked("annotations", SPEC, "", PrivilegedKeys::runtime));
        keys.add(ignored("attach", SPEC, ""));
        keys.add(asked("cgroup", SPEC, "", PrivilegedKeys::cgroup));
        keys.add(asked("credential_spec", SPEC, "", PrivilegedKeys::credentials));
        keys.add(ignored("develop", SPEC, ""));
        keys.add(asked("gpus", SPEC, "", PrivilegedKeys::runtime));
        keys.add(ignored("models", SPEC, ""));
        keys.add(asked("post_start", SPEC, "", PrivilegedKeys::hooks));
        keys.add(asked("pre_stop", SPEC, "", PrivilegedKeys::hooks));
        keys.add(ignored("provider", SPEC, ""));
        keys.add(asked("use_api_socket", SPEC, "", PrivilegedKeys::socket));
        for (String name : List.of("vcpu", "memory", "userdata", "disks")) {
            keys.add(ignored(name, ALL, "virtual machines are not available"));
        }
        return keys;
    }
}
