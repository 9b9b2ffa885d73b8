package io.drover.model.environment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;

/**
 * What the containers of an environment may do to their hosts. Only administrators change it. Lists name what is allowed beyond
 * what every container may; nothing is allowed that is not named.
 *
 * @param unrestricted everything is allowed, and nothing else here counts
 * @param capabilities Linux capabilities without {@code CAP_}, upper case; {@code ALL}: all of them
 * @param hostPaths absolute folders of the hosts: they and what is below may be mounted
 * @param devices absolute paths of devices: they and what is below may be handed in
 * @param sysctls names, or beginnings that end with a dot
 * @param volumeDrivers besides {@code local}
 * @param logDrivers besides {@code json-file}, {@code local} and {@code none}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PrivilegePolicy(
        boolean unrestricted,
        Set<Privilege> allowed,
        List<String> capabilities,
        List<String> hostPaths,
        List<String> devices,
        List<String> sysctls,
        List<String> volumeDrivers,
        List<String> logDrivers) {
    /** What an environment has until an administrator says otherwise. */
    public static final PrivilegePolicy RESTRICTED =
            new PrivilegePolicy(false, Set.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public static final PrivilegePolicy UNRESTRICTED =
            new PrivilegePolicy(true, Set.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public PrivilegePolicy {
        allowed = allowed == null ? Set.of() : Set.copyOf(allowed);
        capabilities = list(capabilities);
        hostPaths = list(hostPaths);
        devices = list(devices);
        sysctls = list(sysctls);
        volumeDrivers = list(volumeDrivers);
        logDrivers = list(logDrivers);
    }

    private static List<String> list(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
