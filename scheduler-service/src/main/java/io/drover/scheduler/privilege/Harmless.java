package io.drover.scheduler.privilege;

import io.drover.model.Labels;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What every container may have. These lists are the policy's floor; whatever is not in them has to be permitted. */
final class Harmless {
    /** What engines give every container by themselves. */
    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    /** Kernel parameters of the container's own namespaces that take nothing from others (as Kubernetes has them). */
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_syncookies",
            "net.core.somaxconn");

    private static final Set<String> SECURITY_OPTIONS =
            Set.of("no-new-privileges", "no-new-privileges:true", "no-new-privileges=true", "apparmor=docker-default");

    private static final Set<String> LOG_DRIVERS = Set.of("json-file", "local", "none");
    /** They bound or name what is written; no other option of these drivers does less. */
    private static final Set<String> LOG_OPTIONS = Set.of(
            "max-size", "max-file", "compress", "mode", "max-buffer-size", "labels", "labels-regex", "env", "tag");

    /** Limits that hold for the container alone, whatever they are raised to. */
    private static final Set<String> ULIMITS =
            Set.of("as", "core", "cpu", "data", "fsize", "nofile", "nproc", "rss", "stack");

    private static final String OWN = "io.drover.";

    /** By these the reference's and our own agents know their containers, or give them keys, networks and addresses. */
    private static final Pattern SYSTEM_LABELS = Pattern.compile(
            "io\\.rancher\\.(container\\.(create_agent|agent_id|agent\\..*|system|network|ip|requested_ip|"
                    + "mac_address|uuid|name|cattle_url|pull_secret.*)|stack\\..*|stack_service\\..*|project\\..*|"
                    + "project_service\\..*|environment\\..*|service\\.(deployment\\.unit|launch\\.config|"
                    + "primary\\.launch\\.config|requested\\.host\\.id|agent\\..*)|network\\..*|cni\\..*)");

    /** Link-local: where metadata and other services of the system answer. */
    private static final Pattern SYSTEM_ADDRESSES = Pattern.compile("169\\.254\\..*|\\[?fe80:.*");

    private Harmless() {}

    static boolean isCapability(String name) {
        return CAPABILITIES.contains(name);
    }

    static boolean isSysctl(String name) {
        return SYSCTLS.contains(name);
    }

    static boolean isSecurityOption(String option) {
        return SECURITY_OPTIONS.contains(option.strip());
    }

    static boolean isLogDriver(String driver) {
        return LOG_DRIVERS.contains(driver);
    }

    static boolean isLogOption(String option) {
        return LOG_OPTIONS.contains(option);
    }

    static boolean isUlimit(String name) {
        return ULIMITS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isLabel(String label) {
        String name = label.toLowerCase(Locale.ROOT).strip();
        return name.startsWith(OWN)
                ? name.equals(Labels.RESCHEDULE)
                : !SYSTEM_LABELS.matcher(name).matches();
    }

    static boolean isBindAddress(String address) {
        return !SYSTEM_ADDRESSES.matcher(address.toLowerCase(Locale.ROOT)).matches();
    }
}
