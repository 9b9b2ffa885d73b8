package io.drover.model.environment;

import java.util.Arrays;
import java.util.Optional;

/** What an environment's containers may be allowed to do that reaches beyond them; each is the host's root, or close to it. */
public enum Privilege {
    PRIVILEGED("privileged"),
    /** The engine's socket, or a folder that has it: whoever writes to it is root on the host. */
    DOCKER_SOCKET("dockerSocket"),
    HOST_NETWORK("hostNetwork"),
    HOST_PID("hostPid"),
    HOST_IPC("hostIpc"),
    HOST_UTS("hostUts"),
    HOST_USER("hostUser"),
    HOST_CGROUP("hostCgroup"),
    /** Namespaces, networks and volumes of containers outside the unit. */
    OTHER_CONTAINERS("otherContainers"),
    /** Security options other than {@code no-new-privileges}: seccomp, AppArmor and SELinux switched off or changed. */
    SECURITY_OPTIONS("securityOptions"),
    CGROUP_PARENT("cgroupParent"),
    RUNTIME("runtime"),
    /** Mounts made in the container appear on the host. */
    MOUNT_PROPAGATION("mountPropagation"),
    /** Drivers' options of volumes: {@code type=none,o=bind,device=/} is a bind mount. */
    VOLUME_OPTIONS("volumeOptions"),
    /** Logging options other than those that limit size. */
    LOG_OPTIONS("logOptions"),
    /** Not to be killed when memory is short, so that others are: the agent, other teams. */
    OOM_PROTECTION("oomProtection"),
    /** Real-time priority, locked memory and queues without the usual limits. */
    ULIMITS("ulimits"),
    /** Labels and addresses by which a container passes for a service of the system. */
    SYSTEM_SERVICES("systemServices");

    private final String wire;

    Privilege(String wire) {
        this.wire = wire;
    }

    /** The name in the API. */
    public String wire() {
        return wire;
    }

    public static Optional<Privilege> of(String wire) {
        return Arrays.stream(values())
                .filter(privilege -> privilege.wire.equals(wire))
                .findFirst();
    }
}
