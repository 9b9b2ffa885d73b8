package io.drover.scheduler.launch;

import io.drover.model.link.ContainerSpec;
import io.drover.model.link.ContainerSpec.Healthcheck;
import io.drover.model.link.ContainerSpec.Logging;
import io.drover.model.link.ContainerSpec.Network;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.model.link.ContainerSpec.Resources;
import io.drover.model.link.ContainerSpec.Security;
import io.drover.model.link.ContainerSpec.Storage;
import io.drover.model.link.ContainerSpec.Ulimit;
import io.drover.scheduler.spec.LaunchConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a wire {@code launchConfig}. Problems go to the {@link WireFields}; what is returned then is unusable and its
 * caller drops it.
 */
final class LaunchConfigReading {
    /** A service publishes at most so many ports per container; each costs the engine a forwarder. */
    private static final int MAX_PORTS = 5_000;
    /** Engines refuse less (they want at least 4 MiB, newer ones 6 MiB). */
    private static final long MIN_MEMORY_BYTES = 4L << 20;

    private static final int MAX_STOP_SECONDS = 86_400;

    private final WireFields in;
    private final String service;
    private final boolean primary;
    private final Map<String, Object> other = new LinkedHashMap<>();

    LaunchConfigReading(WireFields in, String service, boolean primary) {
        this.in = in;
        this.service = service;
        this.primary = primary;
    }

    LaunchConfig read() {
        LaunchConfigFields.IGNORED.forEach(in::raw);
        String name = in.text("name");
        var container = new ContainerSpec(
                image(),
                in.optionalTexts("command"),
                in.optionalTexts("entryPoint"),
                in.textMap("environment"),
                in.textMap("labels"),
                process(),
                network(),
                storage(),
                resources(),
                security(),
                logging(),
                healthcheck());
        Integer stopTimeout = in.count("stopTimeout", 0, MAX_STOP_SECONDS);
        String networkFrom = networkFrom();
        List<String> volumesFrom = in.texts("dataVolumesFromLaunchConfigs").stream()
                .map(this::reference)
                .toList();
        LaunchConfigFields.STORED.forEach(this::store);
        return new LaunchConfig(
                primary ? "" : sidekickName(name),
                container,
                networkFrom,
                volumesFrom,
                stopTimeout == null ? LaunchConfig.DEFAULT_STOP_TIMEOUT_SECONDS : stopTimeout,
                other);
    }

    private void store(String field) {
        Object value = in.raw(field);
        if (value != null && !other.containsKey(field)) {
            other.put(field, JsonValues.frozen(value));
        }
    }

    private String sidekickName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            in.problem("name", "MissingRequired", "a sidekick needs a 'name'");
            return "?";
        }
        String wrong = Names.wrongWithService(name);
        if (wrong != null) {
            in.problem("name", "InvalidCharacters", wrong);
        }
        return name;
    }

    /** The name of the service itself means the primary, which has the empty name. */
    private String reference(String name) {
        return name.equalsIgnoreCase(service) ? "" : name;
    }

    private String image() {
        String kind = in.text("kind");
        if (kind != null && !kind.equals("container")) {
            in.problem("kind", "InvalidOption", "kind '%s' is not available; accepted: container".formatted(kind));
        }
        String uuid = in.text("imageUuid");
        if (uuid == null || uuid.isBlank()) {
            in.problem("imageUuid", "InvalidOption", "an image is needed, e.g. 'docker:nginx:1.27'");
            return "";
        }
        String image = uuid.startsWith("docker:") ? uuid.substring("docker:".length()) : uuid;
        if (!image.matches("[a-zA-Z0-9][a-zA-Z0-9._/:@-]*") || image.length() > 1_024) {
            in.problem(
                    "imageUuid",
                    "InvalidCharacters",
                    "'%s' is not an image; accepted: 'nginx:1.27', 'registry.example.com/name:tag'".formatted(uuid));
        }
        return image;
    }

    private ContainerSpec.Process process() {
        return new ContainerSpec.Process(
                in.someText("workingDir"),
                in.someText("user"),
                in.flag("tty"),
                in.flag("stdinOpen"),
                in.flag("runInit"),
                in.someText("stopSignal"));
    }

    private Network network() {
        return new Network(
                networkMode(),
                null,
                in.someText("hostname"),
                in.someText("domainName"),
                ports(),
                expose(),
                in.texts("dns"),
                in.texts("dnsSearch"),
                in.texts("dnsOpt"),
                in.texts("extraHosts"));
    }

    /** {@code managed}, the reference's default, is the engine's default here; {@code container} is {@link #networkFrom()}. */
    private @Nullable String networkMode() {
        String mode = in.text("networkMode");
        if (mode == null || mode.isEmpty() || mode.equals("managed") || mode.equals("default")) {
            return null;
        }
        if (mode.equals("container")) {
            if (in.text("networkLaunchConfig") == null) {
                in.problem(
                        "networkLaunchConfig",
                        "MissingRequired",
                        "networkMode 'container' needs networkLaunchConfig: the launch configuration whose network is joined");
            }
            return null;
        }
        if (mode.startsWith("container:")) {
            in.problem(
                    "networkMode",
                    "InvalidOption",
                    "'%s': join a container of the same unit with networkMode 'container' and networkLaunchConfig"
                            .formatted(mode));
        }
        return mode;
    }

    private @Nullable String networkFrom() {
        String from = in.text("networkLaunchConfig");
        return from == null || from.isEmpty() ? null : reference(from);
    }

    private List<Port> ports() {
        var ports = new ArrayList<Port>();
        List<String> texts = in.texts("ports");
        for (int i = 0; i < texts.size() && ports.size() <= MAX_PORTS; i++) {
            switch (PortSpec.parse(texts.get(i))) {
                case PortSpec.Parsed.Ports parsed -> ports.addAll(parsed.ports());
                case PortSpec.Parsed.Invalid invalid ->
                    in.problem("ports[%d]".formatted(i), invalid.code(), invalid.message());
            }
        }
        if (ports.size() > MAX_PORTS) {
            in.problem("ports", "MaxLimitExceeded", "more than %d ports; accepted: up to that".formatted(MAX_PORTS));
            return List.of();
        }
        return ports;
    }

    /** TCP ports become the container's; what else may be exposed is only kept, exposing publishes nothing. */
    private List<Integer> expose() {
        var tcp = new ArrayList<Integer>();
        var kept = new ArrayList<String>();
        List<String> texts = in.texts("expose");
        for (int i = 0; i < texts.size() && tcp.size() <= MAX_PORTS; i++) {
            String text = texts.get(i);
            switch (PortSpec.parse(text)) {
                case PortSpec.Parsed.Ports(List<Port> ports)
                when ports.getFirst().hostPort() == 0 && ports.getFirst().bindAddress() == null -> {
                    if (ports.getFirst().protocol().equals("tcp")) {
                        ports.forEach(port -> tcp.add(port.containerPort()));
                    } else {
                        kept.add(text);
                    }
                }
                case PortSpec.Parsed.Ports _ ->
                    in.problem(
                            "expose[%d]".formatted(i),
                            "PortWrongFormat",
                            "'%s': accepted: '80' or '53/udp'".formatted(text));
                case PortSpec.Parsed.Invalid invalid ->
                    in.problem("expose[%d]".formatted(i), invalid.code(), invalid.message());
            }
        }
        if (!kept.isEmpty()) {
            other.put("expose", List.copyOf(kept));
        }
        return tcp;
    }

    private Storage storage() {
        var binds = new ArrayList<String>();
        var volumes = new ArrayList<String>();
        List<String> texts = in.texts("dataVolumes");
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String wrong = VolumeText.wrongWith(text);
            if (wrong != null) {
                in.problem("dataVolumes[%d]".formatted(i), "InvalidFormat", wrong);
            } else if (VolumeText.isAnonymous(text)) {
                volumes.add(text);
            } else {
                binds.add(text);
            }
        }
        return new Storage(
                binds,
                volumes,
                List.of(),
                in.textMap("tmpfs"),
                in.someText("volumeDriver"),
                in.whole("shmSize", 0, Long.MAX_VALUE));
    }

    private Resources resources() {
        Long memory = in.whole("memory", 0, Long.MAX_VALUE);
        if (memory != null && memory > 0 && memory < MIN_MEMORY_BYTES) {
            in.problem(
                    "memory",
                    "MinLimitExceeded",
                    "'memory' is %d bytes; accepted: at least %d (4 MiB), or 0 for no limit"
                            .formatted(memory, MIN_MEMORY_BYTES));
        }
        Long swap = in.whole("memorySwap", -1, Long.MAX_VALUE);
        if (swap != null && swap > 0 && (memory == null || swap < memory)) {
            in.problem(
                    "memorySwap",
                    "InvalidOption",
                    memory == null
                            ? "'memorySwap' needs 'memory'"
                            : "'memorySwap' is memory and swap together: %d is less than memory %d"
                                    .formatted(swap, memory));
        }
        return new Resources(
                memory,
                swap,
                in.whole("memoryReservation", 0, Long.MAX_VALUE),
                in.count("memorySwappiness", -1, 100),
                in.count("milliCpuReservation", 0, Integer.MAX_VALUE),
                in.count("cpuShares", 0, 262_144),
                in.someText("cpuSet"),
                in.whole("cpuPeriod", 0, Long.MAX_VALUE),
                in.whole("cpuQuota", -1, Long.MAX_VALUE),
                in.count("blkioWeight", 0, 1_000),
                in.whole("pidsLimit", -1, Long.MAX_VALUE),
                in.optionalFlag("oomKillDisable"),
                in.count("oomScoreAdj", -1_000, 1_000),
                ulimits());
    }

    private List<Ulimit> ulimits() {
        var limits = new ArrayList<Ulimit>();
        for (WireFields entry : in.objects("ulimits")) {
            String name = entry.someText("name");
            Long soft = entry.whole("soft", -1, Long.MAX_VALUE);
            Long hard = entry.whole("hard", -1, Long.MAX_VALUE);
            Long any = soft == null ? hard : soft;
            if (name == null || any == null) {
                entry.problem("name", "MissingRequired", "a ulimit needs 'name', 'soft' and 'hard'");
            } else {
                limits.add(new Ulimit(name, soft == null ? any : soft, hard == null ? any : hard));
            }
        }
        return limits;
    }

    private Security security() {
        return new Security(
                in.flag("privileged"),
                in.flag("readOnly"),
                capabilities("capAdd"),
                capabilities("capDrop"),
                in.texts("securityOpt"),
                in.texts("devices"),
                in.texts("groupAdd"),
                in.textMap("sysctls"),
                in.someText("pidMode"),
                in.someText("ipcMode"),
                in.someText("uts"),
                in.someText("usernsMode"),
                in.someText("cgroupParent"));
    }

    private List<String> capabilities(String field) {
        var known = new ArrayList<String>();
        List<String> texts = in.texts(field);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).toUpperCase(Locale.ROOT);
            String bare = text.startsWith("CAP_") ? text.substring("CAP_".length()) : text;
            if (LaunchConfigFields.CAPABILITIES.contains(bare)) {
                known.add(bare);
            } else {
                in.problem(
                        "%s[%d]".formatted(field, i),
                        "InvalidOption",
                        "'%s' is not a Linux capability; accepted: ALL, NET_ADMIN, SYS_TIME, ..."
                                .formatted(texts.get(i)));
            }
        }
        return known;
    }

    private @Nullable Logging logging() {
        WireFields config = in.object("logConfig");
        return config == null ? null : new Logging(config.someText("driver"), config.textMap("config"));
    }

    private @Nullable Healthcheck healthcheck() {
        List<String> test = in.texts("healthCmd");
        Long interval = millis("healthInterval");
        Long timeout = millis("healthTimeout");
        Long startPeriod = millis("healthStartPeriod");
        Integer retries = in.count("healthRetries", 0, 1_000);
        boolean absent =
                test.isEmpty() && interval == null && timeout == null && startPeriod == null && retries == null;
        return absent ? null : new Healthcheck(test, interval, timeout, startPeriod, retries);
    }

    /** The wire's seconds, or Drover's own field of milliseconds, which wins. */
    private @Nullable Long millis(String field) {
        Long seconds = in.whole(field, 0, 31_536_000);
        Long millis = in.whole(field + "Millis", 0, 31_536_000_000L);
        if (millis != null) {
            return millis;
        }
        return seconds == null ? null : Long.valueOf(seconds * 1_000);
    }
}
