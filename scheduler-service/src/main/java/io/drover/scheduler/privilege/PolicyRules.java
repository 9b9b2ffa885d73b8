package io.drover.scheduler.privilege;

import io.drover.model.environment.PrivilegePolicy;
import io.drover.scheduler.spec.Ask.Need;
import java.util.List;

/** An environment's policy, asked about one need; and what it says, for a sentence. */
final class PolicyRules {
    private final PrivilegePolicy policy;

    PolicyRules(PrivilegePolicy policy) {
        this.policy = policy;
    }

    boolean permits(Need need) {
        return policy.unrestricted()
                || switch (need) {
                    case Need.Flag flag -> policy.allowed().contains(flag.privilege());
                    case Need.Capability capability ->
                        policy.capabilities().contains("ALL")
                                || policy.capabilities().contains(capability.name());
                    case Need.HostPath bind -> HostPaths.isWithin(bind.path(), policy.hostPaths());
                    case Need.Device device -> HostPaths.isWithin(device.path(), policy.devices());
                    case Need.Sysctl sysctl ->
                        policy.sysctls().stream()
                                .anyMatch(name -> name.endsWith(".")
                                        ? sysctl.name().startsWith(name)
                                        : name.equals(sysctl.name()));
                    case Need.VolumeDriver driver -> policy.volumeDrivers().contains(driver.name());
                    case Need.LogDriver driver -> policy.logDrivers().contains(driver.name());
                };
    }

    /** The environment's rule, e.g. {@code allows no capabilities besides the engine's own}. */
    String rule(Need need) {
        return switch (need) {
            case Need.Flag flag ->
                "does not allow '%s'".formatted(flag.privilege().wire());
            case Need.Capability _ -> allows("capabilities besides the engine's own", policy.capabilities());
            case Need.HostPath _ -> allows("folders of the hosts to be mounted", policy.hostPaths());
            case Need.Device _ -> allows("devices of the hosts", policy.devices());
            case Need.Sysctl _ -> allows("sysctls besides the harmless ones", policy.sysctls());
            case Need.VolumeDriver _ -> allows("volume drivers besides 'local'", policy.volumeDrivers());
            case Need.LogDriver _ ->
                allows("logging drivers besides 'json-file', 'local' and 'none'", policy.logDrivers());
        };
    }

    private static String allows(String what, List<String> allowed) {
        return allowed.isEmpty()
                ? "allows no " + what
                : "allows of the %s only %s".formatted(what, String.join(", ", allowed));
    }

    /** The field of the environment's policy that says so. */
    static String field(Need need) {
        return switch (need) {
            case Need.Flag _ -> "privileges.allowed";
            case Need.Capability _ -> "privileges.capabilities";
            case Need.HostPath _ -> "privileges.hostPaths";
            case Need.Device _ -> "privileges.devices";
            case Need.Sysctl _ -> "privileges.sysctls";
            case Need.VolumeDriver _ -> "privileges.volumeDrivers";
            case Need.LogDriver _ -> "privileges.logDrivers";
        };
    }
}
