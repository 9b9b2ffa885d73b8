package io.drover.model.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an engine creates a container: the launch configuration in Docker's terms (spec: hosts and network, 2.8). Null and
 * empty mean "the engine's default".
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ContainerSpec(
        String image,
        @Nullable List<String> command,
        @Nullable List<String> entrypoint,
        Map<String, String> environment,
        Map<String, String> labels,
        Process process,
        Network network,
        Storage storage,
        Resources resources,
        Security security,
        @Nullable Logging logging,
        @Nullable Healthcheck healthcheck) {
    public ContainerSpec {
        command = command == null ? null : List.copyOf(command);
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        process = process == null ? Process.DEFAULT : process;
        network = network == null ? Network.DEFAULT : network;
        storage = storage == null ? Storage.DEFAULT : storage;
        resources = resources == null ? Resources.DEFAULT : resources;
        security = security == null ? Security.DEFAULT : security;
    }

    /** The same container with other labels. */
    public ContainerSpec withLabels(Map<String, String> newLabels) {
        return new ContainerSpec(
                image,
                command,
                entrypoint,
                environment,
                newLabels,
                process,
                network,
                storage,
                resources,
                security,
                logging,
                healthcheck);
    }

    /** The same container of another image. */
    public ContainerSpec withImage(String newImage) {
        return new ContainerSpec(
                newImage,
                command,
                entrypoint,
                environment,
                labels,
                process,
                network,
                storage,
                resources,
                security,
                logging,
                healthcheck);
    }

    private static <T> List<T> list(@Nullable List<T> value) {
        return value == null ? List.of() : List.copyOf(value);
    }

    private static Map<String, String> map(@Nullable Map<String, String> value) {
        return value == null ? Map.of() : Map.copyOf(value);
    }

    /** @param stopSignal e.g. {@code SIGUSR1} */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Process(
            @Nullable String workingDir,
            @Nullable String user,
            boolean tty,
            boolean stdinOpen,
            boolean init,
            @Nullable String stopSignal) {
        public static final Process DEFAULT = new Process(null, null, false, false, false, null);
    }

    /**
     * @param mode Docker's network mode: {@code bridge}, {@code host}, {@code none}, {@code container:NAME}; null: bridge
     * @param networkOf uuid of the instance of the same unit whose network namespace is joined
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Network(
            @Nullable String mode,
            @Nullable String networkOf,
            @Nullable String hostname,
            @Nullable String domainName,
            List<Port> ports,
            List<Integer> expose,
            List<String> dns,
            List<String> dnsSearch,
            List<String> dnsOptions,
            List<String> extraHosts) {
        public static final Network DEFAULT =
                new Network(null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        public Network {
            ports = list(ports);
            expose = list(expose);
            dns = list(dns);
            dnsSearch = list(dnsSearch);
            dnsOptions = list(dnsOptions);
            extraHosts = list(extraHosts);
        }
    }

    /**
     * A published port.
     *
     * @param bindAddress host address, null: all
     * @param hostPort 0: the engine chooses
     * @param protocol {@code tcp} or {@code udp}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Port(@Nullable String bindAddress, int hostPort, int containerPort, String protocol) {}

    /**
     * @param binds {@code source:target[:mode]}; a source without a slash is a named volume
     * @param volumes paths that get an anonymous volume
     * @param volumesFrom uuids of instances of the same unit
     * @param tmpfs path to options
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Storage(
            List<String> binds,
            List<String> volumes,
            List<String> volumesFrom,
            Map<String, String> tmpfs,
            @Nullable String volumeDriver,
            @Nullable Long shmSizeBytes) {
        public static final Storage DEFAULT = new Storage(List.of(), List.of(), List.of(), Map.of(), null, null);

        public Storage {
            binds = list(binds);
            volumes = list(volumes);
            volumesFrom = list(volumesFrom);
            tmpfs = map(tmpfs);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Resources(
            @Nullable Long memoryBytes,
            @Nullable Long memorySwapBytes,
            @Nullable Long memoryReservationBytes,
            @Nullable Integer memorySwappiness,
            @Nullable Integer milliCpuReservation,
            @Nullable Integer cpuShares,
            @Nullable String cpuSet,
            @Nullable Long cpuPeriod,
            @Nullable Long cpuQuota,
            @Nullable Integer blkioWeight,
            @Nullable Long pidsLimit,
            @Nullable Boolean oomKillDisable,
            @Nullable Integer oomScoreAdj,
            List<Ulimit> ulimits) {
        public static final Resources DEFAULT =
                new Resources(null, null, null, null, null, null, null, null, null, null, null, null, null, List.of());

        public Resources {
            ulimits = list(ulimits);
        }
    }

    public record Ulimit(String name, long soft, long hard) {}

    /** @param devices {@code host:container[:rwm]} */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Security(
            boolean privileged,
            boolean readOnly,
            List<String> capAdd,
            List<String> capDrop,
            List<String> securityOpt,
            List<String> devices,
            List<String> groupAdd,
            Map<String, String> sysctls,
            @Nullable String pidMode,
            @Nullable String ipcMode,
            @Nullable String utsMode,
            @Nullable String usernsMode,
            @Nullable String cgroupParent) {
        public static final Security DEFAULT = new Security(
                false, false, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), null, null, null, null,
                null);

        public Security {
            capAdd = list(capAdd);
            capDrop = list(capDrop);
            securityOpt = list(securityOpt);
            devices = list(devices);
            groupAdd = list(groupAdd);
            sysctls = map(sysctls);
        }
    }

    public record Logging(@Nullable String driver, Map<String, String> options) {
        public Logging {
            options = map(options);
        }
    }

    /**
     * Docker's own health check.
     *
     * @param test e.g. {@code ["CMD-SHELL", "wget -q localhost"]}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Healthcheck(
            List<String> test,
            @Nullable Long intervalMillis,
            @Nullable Long timeoutMillis,
            @Nullable Long startPeriodMillis,
            @Nullable Integer retries) {
        public Healthcheck {
            test = list(test);
        }
    }
}
