package io.drover.scheduler.privilege;

import static io.drover.model.environment.Privilege.CGROUP_PARENT;
import static io.drover.model.environment.Privilege.DOCKER_SOCKET;
import static io.drover.model.environment.Privilege.HOST_IPC;
import static io.drover.model.environment.Privilege.HOST_NETWORK;
import static io.drover.model.environment.Privilege.HOST_PID;
import static io.drover.model.environment.Privilege.HOST_USER;
import static io.drover.model.environment.Privilege.HOST_UTS;
import static io.drover.model.environment.Privilege.LOG_OPTIONS;
import static io.drover.model.environment.Privilege.MOUNT_PROPAGATION;
import static io.drover.model.environment.Privilege.OOM_PROTECTION;
import static io.drover.model.environment.Privilege.OTHER_CONTAINERS;
import static io.drover.model.environment.Privilege.PRIVILEGED;
import static io.drover.model.environment.Privilege.RUNTIME;
import static io.drover.model.environment.Privilege.SECURITY_OPTIONS;
import static io.drover.model.environment.Privilege.SYSTEM_SERVICES;
import static io.drover.model.environment.Privilege.ULIMITS;

import io.drover.model.environment.Privilege;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Logging;
import io.drover.model.link.ContainerSpec.Network;
import io.drover.model.link.ContainerSpec.Resources;
import io.drover.model.link.ContainerSpec.Security;
import io.drover.model.link.ContainerSpec.Storage;
import io.drover.scheduler.spec.Ask;
import io.drover.scheduler.spec.Ask.Need;
import io.drover.scheduler.spec.LaunchConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one launch config asks for beyond its own container. Modes and options that this release does not know are asked for
 * like the known ones that reach furthest: what an engine makes of a new word is not guessed.
 */
final class LaunchAsks {
    private static final Set<String> OWN_NETWORKS = Set.of("bridge", "none", "managed", "default");
    private static final Set<String> OWN_IPC = Set.of("private", "shareable", "none");

    private final String where;
    private final List<Ask> asks = new ArrayList<>();

    private LaunchAsks(String where) {
        this.where = where;
    }

    /** @param service name of the service, or of the sidekick */
    static List<Ask> of(String service, LaunchConfig config) {
        var reading = new LaunchAsks("service '%s'".formatted(service));
        ContainerSpec container = config.container();
        reading.security(container.security());
        reading.namespaces(container.security());
        reading.network(container.network());
        reading.storage(container.storage());
        reading.resources(container.resources());
        Logging logging = container.logging();
        if (logging != null) {
            reading.logging(logging);
        }
        container.labels().keySet().stream()
                .sorted()
                .filter(label -> !Harmless.isLabel(label))
                .forEach(label -> reading.flag("labels", label, SYSTEM_SERVICES));
        reading.stored(config.other());
        return reading.asks;
    }

    private void flag(String field, Object value, Privilege privilege) {
        asks.add(Ask.flag(where, field, value, privilege));
    }

    private void need(String field, String value, Need need) {
        asks.add(new Ask(where, field, value, need));
    }

    private void security(Security security) {
        if (security.privileged()) {
            flag("privileged", true, PRIVILEGED);
        }
        for (String capability : security.capAdd()) {
            String name = capability.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
            if (!Harmless.isCapability(name)) {
                need("capAdd", capability, new Need.Capability(name));
            }
        }
        for (String option : security.securityOpt()) {
            if (!Harmless.isSecurityOption(option)) {
                flag("securityOpt", option, SECURITY_OPTIONS);
            }
        }
        security.devices().forEach(this::device);
        security.sysctls().keySet().stream().sorted().forEach(name -> {
            String plain = name.strip().replace('/', '.');
            if (!Harmless.isSysctl(plain)) {
                need("sysctls", name, new Need.Sysctl(plain));
            }
        });
        given("cgroupParent", security.cgroupParent(), CGROUP_PARENT);
    }

    /** A name instead of a path is a request to the engine's device plug-ins. */
    private void device(String device) {
        String path = device.split(":", 2)[0];
        if (path.startsWith("/")) {
            need("devices", device, new Need.Device(HostPaths.normal(path)));
        } else {
            flag("devices", device, RUNTIME);
        }
    }

    private void namespaces(Security security) {
        namespace("pidMode", security.pidMode(), Set.of("private"), HOST_PID);
        namespace("ipcMode", security.ipcMode(), OWN_IPC, HOST_IPC);
        given("uts", security.utsMode(), HOST_UTS);
        given("usernsMode", security.usernsMode(), HOST_USER);
    }

    /** Any value at all asks for it. */
    private void given(String field, @Nullable String value, Privilege privilege) {
        if (value != null && !value.isBlank()) {
            flag(field, value, privilege);
        }
    }

    private void namespace(String field, @Nullable String mode, Set<String> own, Privilege host) {
        if (mode != null && !mode.isBlank() && !own.contains(mode)) {
            flag(field, mode, mode.strip().equalsIgnoreCase("host") ? host : OTHER_CONTAINERS);
        }
    }

    private void network(Network network) {
        namespace("networkMode", network.mode(), OWN_NETWORKS, HOST_NETWORK);
        network.ports().stream()
                .map(ContainerSpec.Port::bindAddress)
                .filter(address -> address != null && !Harmless.isBindAddress(address))
                .forEach(address -> flag("ports", address, SYSTEM_SERVICES));
    }

    private void storage(Storage storage) {
        storage.binds().forEach(this::bind);
        String driver = storage.volumeDriver();
        if (driver != null && !driver.isBlank() && !driver.equals("local")) {
            need("volumeDriver", driver, new Need.VolumeDriver(driver));
        }
    }

    /**
     * A source without a slash is a named volume. The engine's socket itself is asked for as that and nothing more; under another
     * name, or in a folder, the folder is asked for too.
     */
    private void bind(String bind) {
        String[] parts = bind.split(":", -1);
        for (String option : parts.length > 2 ? parts[2].split(",") : new String[0]) {
            if (option.strip().toLowerCase(Locale.ROOT).endsWith("shared")) {
                flag("dataVolumes", bind, MOUNT_PROPAGATION);
            }
        }
        if (parts.length < 2 || !parts[0].contains("/")) {
            return;
        }
        String path = HostPaths.normal(parts[0]);
        if (HostPaths.isEngine(path) || HostPaths.holdsEngine(path)) {
            flag("dataVolumes", bind, DOCKER_SOCKET);
        }
        if (!path.equals("/run/docker.sock")) {
            need("dataVolumes", bind, new Need.HostPath(path));
        }
    }

    private void resources(Resources resources) {
        Integer score = resources.oomScoreAdj();
        if (score != null && score < 0) {
            flag("oomScoreAdj", score, OOM_PROTECTION);
        }
        if (Boolean.TRUE.equals(resources.oomKillDisable())) {
            flag("oomKillDisable", true, OOM_PROTECTION);
        }
        resources.ulimits().stream()
                .map(ContainerSpec.Ulimit::name)
                .filter(name -> !Harmless.isUlimit(name))
                .forEach(name -> flag("ulimits", name, ULIMITS));
    }

    private void logging(Logging logging) {
        String driver = logging.driver();
        if (driver != null && !Harmless.isLogDriver(driver)) {
            need("logConfig", driver, new Need.LogDriver(driver));
        }
        logging.options().keySet().stream()
                .sorted()
                .filter(option -> !Harmless.isLogOption(option))
                .forEach(option -> flag("logConfig", option, LOG_OPTIONS));
    }

    /** Fields that nothing acts on yet: they must not become a way in when something does. */
    private void stored(Map<String, Object> other) {
        stored(other, "lxcConf", PRIVILEGED);
        stored(other, "dataVolumesFrom", OTHER_CONTAINERS);
        stored(other, "dataVolumeMounts", OTHER_CONTAINERS);
        stored(other, "networkContainerId", OTHER_CONTAINERS);
        stored(other, "cpuRealtimePeriod", ULIMITS);
        stored(other, "cpuRealtimeRuntime", ULIMITS);
    }

    private void stored(Map<String, Object> other, String field, Privilege privilege) {
        Object value = other.get(field);
        if (value != null && !isEmpty(value)) {
            flag(field, value, privilege);
        }
    }

    private static boolean isEmpty(Object value) {
        return switch (value) {
            case String text -> text.isBlank();
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> items -> items.isEmpty();
            case Number number -> number.longValue() == 0;
            default -> false;
        };
    }
}
