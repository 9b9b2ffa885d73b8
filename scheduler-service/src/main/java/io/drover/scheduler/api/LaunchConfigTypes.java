package io.drover.scheduler.api;

import static io.drover.api.schema.Field.of;

import io.drover.api.schema.EmbeddedTypes;
import io.drover.api.schema.Field;
import io.drover.api.schema.ResourceType;
import io.drover.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a launch config is made of, as clients build their forms from it (spec: orchestration, 1.3, 1.9). Its values are read
 * by {@code launch.LaunchConfigJson}, which knows more than a list of fields can say.
 */
final class LaunchConfigTypes {
    /** Who only reads an environment does not see what its containers are told: passwords are handed over that way. */
    static final Field SHOWN_ENVIRONMENT = of("environment", "map[string]").hiddenFrom(Role.READONLY);

    private static final List<Field> FIELDS = Stream.of(
                    Stream.of(SHOWN_ENVIRONMENT.creatable()),
                    creatable("string", "imageUuid kind networkMode networkLaunchConfig networkContainerId hostname"),
                    creatable(
                            "string", "domainName workingDir user volumeDriver cpuSet cpuSetMems pidMode ipcMode uts"),
                    creatable("string", "usernsMode stopSignal isolation cgroupParent requestedHostId netAlias ip ip6"),
                    creatable("string", "requestedIpAddress registryCredentialId userdata version description"),
                    creatable("string", "instanceTriggeredStop"),
                    creatable("array[string]", "command entryPoint ports expose dataVolumes dataVolumesFrom"),
                    creatable("array[string]", "dataVolumesFromLaunchConfigs dns dnsSearch dnsOpt extraHosts capAdd"),
                    creatable("array[string]", "capDrop devices groupAdd securityOpt networkIds"),
                    creatable("map[string]", "labels tmpfs sysctls storageOpt lxcConf"),
                    creatable("map[json]", "dataVolumeMounts blkioDeviceOptions instanceLinks"),
                    creatable("array[json]", "ulimits disks"),
                    creatable("array[secretReference]", "secrets"),
                    creatable("json", "logConfig healthCheck build"),
                    creatable("boolean", "tty stdinOpen privileged readOnly publishAllPorts oomKillDisable runInit"),
                    creatable("int", "memory memorySwap memoryReservation memorySwappiness kernelMemory cpuShares"),
                    creatable("int", "cpuPeriod cpuQuota cpuRealtimePeriod cpuRealtimeRuntime milliCpuReservation"),
                    creatable("int", "cpuCount cpuPercent ioMaximumBandwidth ioMaximumIOps blkioWeight diskQuota"),
                    creatable("int", "pidsLimit oomScoreAdj shmSize stopTimeout drainTimeoutMs vcpu memoryMb"),
                    creatable("int", "healthInterval healthTimeout healthRetries"),
                    creatable("json", "healthCmd"))
            .flatMap(fields -> fields)
            .toList();

    static final ResourceType LAUNCH_CONFIG = EmbeddedTypes.of("launchConfig", FIELDS);
    static final ResourceType SECONDARY_LAUNCH_CONFIG = EmbeddedTypes.of(
            "secondaryLaunchConfig", with(of("name", "string").required().creatable(), FIELDS));

    /** Which secret a container gets as a file, and as whose (spec: identity sheet, 5.3). */
    static final ResourceType SECRET_REFERENCE = EmbeddedTypes.of(
            "secretReference",
            List.of(
                    of("secretId", "reference[secret]").required().creatable(),
                    of("name", "string").creatable(),
                    of("uid", "string").creatable(),
                    of("gid", "string").creatable(),
                    of("mode", "string").creatable()));

    static final EmbeddedTypes EMBEDDED =
            EmbeddedTypes.described(List.of(LAUNCH_CONFIG, SECONDARY_LAUNCH_CONFIG, SECRET_REFERENCE));

    private LaunchConfigTypes() {}

    private static Stream<Field> creatable(String type, String names) {
        return Stream.of(names.split(" ")).map(name -> of(name, type).creatable());
    }

    private static List<Field> with(Field first, List<Field> rest) {
        List<Field> all = new ArrayList<>(rest);
        all.addFirst(first);
        return all;
    }
}
