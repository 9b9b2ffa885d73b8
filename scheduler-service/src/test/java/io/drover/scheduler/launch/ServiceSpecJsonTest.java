package io.drover.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.launch.ServiceSpecJson.Outcome.Accepted;
import io.drover.scheduler.launch.ServiceSpecJson.Outcome.Refused;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ServiceSpecJsonTest {
    private static Map<String, Object> with(Map<String, Object> base, String field, Object value) {
        var copy = new HashMap<>(base);
        copy.put(field, value);
        return copy;
    }

    private static Map<String, Object> launch(String field, Object value) {
        return service("launchConfig", with(Map.of("imageUuid", "docker:nginx:1.27"), field, value));
    }

    private static Map<String, Object> service(String field, Object value) {
        return with(Map.of("name", "web", "launchConfig", Map.of("imageUuid", "docker:nginx")), field, value);
    }

    private static Map<String, Object> sidekick(Object... pairs) {
        var fields = new HashMap<String, Object>(Map.of("imageUuid", "docker:busybox"));
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    record Case(Map<String, Object> body, String field, String code, String says) {}

    static final List<Case> REFUSED = List.of(
            new Case(Map.of("launchConfig", Map.of("imageUuid", "a")), "name", "MissingRequired", "needs a 'name'"),
            new Case(Map.of("name", "web"), "launchConfig", "MissingRequired", "imageUuid"),
            new Case(service("launchConfig", "nginx"), "launchConfig", "InvalidFormat", "object"),
            new Case(service("launchConfig", Map.of()), "launchConfig.imageUuid", "InvalidOption", "docker:nginx"),
            new Case(launch("imageUuid", "docker:my image"), "launchConfig.imageUuid", "InvalidCharacters", "my image"),
            new Case(service("name", "my_web"), "name", "InvalidCharacters", "e.g. 'my-web'"),
            new Case(service("name", "web--1"), "name", "InvalidCharacters", "web--1"),
            new Case(service("name", "web-"), "name", "InvalidCharacters", "web-"),
            new Case(service("name", "w".repeat(64)), "name", "MaxLengthExceeded", "64 characters"),
            new Case(service("description", "d".repeat(1_025)), "description", "MaxLengthExceeded", "1025 characters"),
            new Case(service("scale", -1), "scale", "MinLimitExceeded", "-1"),
            new Case(service("scale", 10_001), "scale", "MaxLimitExceeded", "10001"),
            new Case(service("scale", "many"), "scale", "InvalidFormat", "'many'"),
            new Case(service("scale", 1.5), "scale", "InvalidFormat", "1.5"),
            new Case(service("metadata", List.of()), "metadata", "InvalidFormat", "object"),
            new Case(
                    service("metadata", Map.of("a", "x".repeat(1_048_577))), "metadata", "MaxLimitExceeded", "1048576"),
            new Case(service("scalePolicy", Map.of("min", 3, "max", 2)), "scalePolicy.min", "MaxLimitExceeded", "3"),
            new Case(service("scalePolicy", Map.of("max", 2)), "scalePolicy.min", "MissingRequired", "min"),
            new Case(launch("ports", List.of("80", "x:80")), "launchConfig.ports[1]", "PortInvalidPublicPort", "x"),
            new Case(launch("ports", List.of("80/icmp")), "launchConfig.ports[0]", "PortInvalidProtocol", "icmp"),
            new Case(launch("expose", List.of("1:2")), "launchConfig.expose[0]", "PortWrongFormat", "1:2"),
            new Case(launch("memory", "512m"), "launchConfig.memory", "InvalidFormat", "whole number"),
            new Case(launch("memory", 512), "launchConfig.memory", "MinLimitExceeded", "4 MiB"),
            new Case(launch("memorySwap", 5_000_000), "launchConfig.memorySwap", "InvalidOption", "needs 'memory'"),
            new Case(launch("memorySwappiness", 101), "launchConfig.memorySwappiness", "MaxLimitExceeded", "101"),
            new Case(launch("privileged", "maybe"), "launchConfig.privileged", "InvalidFormat", "true or false"),
            new Case(launch("capAdd", List.of("NET_ADMN")), "launchConfig.capAdd[0]", "InvalidOption", "NET_ADMN"),
            new Case(launch("hostname", ""), "launchConfig.hostname", "MinLengthExceeded", "hostname"),
            new Case(launch("environment", List.of("a")), "launchConfig.environment", "InvalidFormat", "a list"),
            new Case(launch("environment", Map.of("A", List.of())), "launchConfig.environment.A", "InvalidFormat", "A"),
            new Case(launch("dataVolumes", List.of("./x:/y")), "launchConfig.dataVolumes[0]", "InvalidFormat", "./x"),
            new Case(launch("dataVolumes", List.of("x:y")), "launchConfig.dataVolumes[0]", "InvalidFormat", "'y'"),
            new Case(launch("dataVolumes", List.of("data")), "launchConfig.dataVolumes[0]", "InvalidFormat", "data"),
            new Case(
                    launch("ulimits", List.of(Map.of("soft", 1))),
                    "launchConfig.ulimits[0].name",
                    "MissingRequired",
                    ""),
            new Case(launch("kind", "virtualMachine"), "launchConfig.kind", "InvalidOption", "virtualMachine"),
            new Case(
                    launch("networkMode", "container"),
                    "launchConfig.networkLaunchConfig",
                    "MissingRequired",
                    "networkLaunchConfig"),
            new Case(
                    launch("networkMode", "container:db"), "launchConfig.networkMode", "InvalidOption", "container:db"),
            new Case(
                    launch("networkLaunchConfig", "db"),
                    "launchConfig.networkLaunchConfig",
                    "InvalidReference",
                    "'db', which is neither"),
            new Case(
                    service("secondaryLaunchConfigs", List.of(sidekick())),
                    "secondaryLaunchConfigs[0].name",
                    "MissingRequired",
                    "name"),
            new Case(
                    service("secondaryLaunchConfigs", List.of(sidekick("name", "WEB"))),
                    "secondaryLaunchConfigs[0].name",
                    "NotUnique",
                    "WEB"),
            new Case(
                    service(
                            "secondaryLaunchConfigs",
                            List.of(
                                    sidekick("name", "a", "dataVolumesFromLaunchConfigs", List.of("b")),
                                    sidekick("name", "b", "networkLaunchConfig", "a"))),
                    "secondaryLaunchConfigs[0]",
                    "InvalidReference",
                    "CircularReference"),
            new Case(
                    service("serviceLinks", List.of(Map.of("name", "db"))),
                    "serviceLinks[0].service",
                    "MissingRequired",
                    "stack/name"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void aRefusalNamesFieldCodeAndValue(Case row) {
        assertThat(ServiceSpecJson.read(row.body())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problems()).hasSize(1);
            FieldProblem problem = refused.problems().getFirst();
            assertThat(problem.field()).isEqualTo(row.field());
            assertThat(problem.code()).isEqualTo(row.code());
            assertThat(problem.message()).contains(row.says());
        });
    }

    private static Accepted accepted(Map<?, ?> body) {
        assertThat(ServiceSpecJson.read(body)).isInstanceOf(Accepted.class);
        return (Accepted) ServiceSpecJson.read(body);
    }

    @Test
    void aPrimaryLosesItsNameAndItsRestartPolicy() {
        LaunchConfig primary = accepted(launch("name", "other")).service().primary();
        assertThat(primary.name()).isEmpty();
        LaunchConfig restarted = accepted(launch("restartPolicy", Map.of("name", "always")))
                .service()
                .primary();
        assertThat(restarted.other()).isEmpty();
    }

    @Test
    void stringsBecomeNumbersAndBooleans() {
        var body = service(
                "launchConfig",
                Map.of(
                        "imageUuid",
                        "nginx",
                        "memory",
                        "8388608",
                        "tty",
                        "true",
                        "ports",
                        "8080:80",
                        "cpuShares",
                        512.0));
        var config = accepted(body).service().primary().container();
        assertThat(config.image()).isEqualTo("nginx");
        assertThat(config.resources().memoryBytes()).isEqualTo(8_388_608L);
        assertThat(config.resources().cpuShares()).isEqualTo(512);
        assertThat(config.process().tty()).isTrue();
        assertThat(config.network().ports()).containsExactly(new Port(null, 8080, 80, "tcp"));
    }

    @Test
    void whatIsNotActedOnIsKeptAndShownAgain() {
        var check = Map.<String, Object>of("port", 80, "strategy", "recreate");
        var body = with(launch("healthCheck", check), "retainIp", true);
        ServiceSpec service = accepted(body).service();
        assertThat(service.primary().other()).isEqualTo(Map.of("healthCheck", check));
        assertThat(service.other()).isEqualTo(Map.of("retainIp", true));
        assertThat(ServiceSpecJson.write(service)).containsEntry("retainIp", true);
        assertThat(ServiceSpecJson.write(service).get("launchConfig"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("healthCheck", check);
    }

    @Test
    void fieldsThatNobodyKnowsAreNamed() {
        var body = with(launch("dataVolume", List.of("/x")), "skale", 3);
        assertThat(accepted(body).unknown()).containsExactlyInAnyOrder("launchConfig.dataVolume", "skale");
    }

    @Test
    void theServicesOwnNameMeansItsPrimary() {
        var body = service(
                "secondaryLaunchConfigs",
                List.of(sidekick("name", "logs", "networkMode", "container", "networkLaunchConfig", "web")));
        ServiceSpec service = accepted(body).service();
        assertThat(service.sidekicks().getFirst().networkFrom()).isEmpty();
        assertThat(ServiceSpecJson.read(ServiceSpecJson.write(service))).isEqualTo(new Accepted(service, List.of()));
    }

    /** A launch configuration with some of the fields, drawn by hand: nested generators of this depth are slow. */
    private static Map<String, Object> launchConfig(Random dice) {
        Map<String, Supplier<Object>> fields = new TreeMap<>();
        Supplier<String> word = () -> "w" + Integer.toString(dice.nextInt(1_000_000), 36);
        for (String name :
                "workingDir user stopSignal hostname domainName volumeDriver cpuSet pidMode ipcMode uts usernsMode cgroupParent networkMode requestedIpAddress"
                        .split(" ")) {
            fields.put(name, word::get);
        }
        for (String name :
                "command entryPoint dns dnsSearch dnsOpt extraHosts securityOpt devices groupAdd healthCmd networkIds"
                        .split(" ")) {
            fields.put(name, () -> some(dice, word::get));
        }
        for (String name : "environment labels tmpfs sysctls storageOpt".split(" ")) {
            fields.put(name, () -> Map.of(word.get(), word.get(), "x", word.get()));
        }
        for (String name : "memory memoryReservation shmSize cpuPeriod cpuQuota pidsLimit".split(" ")) {
            fields.put(name, () -> dice.nextLong(4L << 20, 1L << 40));
        }
        for (String name : "tty stdinOpen runInit privileged readOnly oomKillDisable publishAllPorts".split(" ")) {
            fields.put(name, dice::nextBoolean);
        }
        for (String name :
                "healthIntervalMillis healthTimeoutMillis healthStartPeriod healthRetries stopTimeout".split(" ")) {
            fields.put(name, () -> dice.nextInt(900));
        }
        fields.put("ports", () -> some(dice, () -> dice.nextInt(1, 65_536) + ":80/udp"));
        fields.put("expose", () -> some(dice, () -> dice.nextInt(1, 65_536) + (dice.nextBoolean() ? "/tcp" : "/udp")));
        fields.put(
                "dataVolumes", () -> some(dice, () -> dice.nextBoolean() ? "/" + word.get() : word.get() + ":/d:ro"));
        fields.put("logConfig", () -> Map.of("driver", "syslog", "config", Map.of(word.get(), word.get())));
        fields.put("ulimits", () -> List.of(Map.of("name", "nofile", "soft", dice.nextInt(99), "hard", 100)));
        fields.put("capAdd", () -> List.of("NET_ADMIN", "SYS_TIME"));
        fields.put("healthCheck", () -> Map.of("port", dice.nextInt(1, 65_536)));
        var config = new HashMap<String, Object>(Map.of("imageUuid", "docker:nginx:1.27"));
        fields.forEach((name, value) -> {
            if (dice.nextInt(4) == 0) {
                config.put(name, value.get());
            }
        });
        return config;
    }

    private static List<Object> some(Random dice, Supplier<Object> one) {
        return Stream.generate(one).limit(dice.nextInt(4)).toList();
    }

    @Property(tries = 500)
    void whatIsWrittenReadsBack(@ForAll long seed) {
        Map<String, Object> launchConfig = launchConfig(new Random(seed));
        ServiceSpec service = accepted(service("launchConfig", launchConfig)).service();
        assertThat(ServiceSpecJson.read(ServiceSpecJson.write(service))).isEqualTo(new Accepted(service, List.of()));
    }

    @Property(tries = 500)
    void noFieldIsLost(@ForAll long seed) {
        Map<String, Object> launchConfig = launchConfig(new Random(seed));
        ServiceSpec service = accepted(service("launchConfig", launchConfig)).service();
        Map<String, Object> written = LaunchConfigJson.write(service.primary(), service.name());
        launchConfig.forEach((field, value) -> {
            boolean says = !Boolean.FALSE.equals(value)
                    && !value.equals(List.of())
                    && !value.equals(Map.of())
                    && !value.equals(LaunchConfig.DEFAULT_STOP_TIMEOUT_SECONDS)
                    && !field.endsWith("Millis");
            if (says) {
                assertThat(written).containsKey(field);
            }
        });
    }

    @Property(tries = 300)
    void anyValueOfAnyFieldIsAnswered(@ForAll long seed) {
        Map<String, Object> launchConfig = launchConfig(new Random(seed));
        var names = new ArrayList<>(launchConfig.keySet());
        String field = names.get((int) Math.floorMod(seed, (long) names.size()));
        for (Object odd : List.of("x", -5, 1e300, List.of(List.of()), Map.of("a", Map.of()), Long.MIN_VALUE, true)) {
            assertThat(ServiceSpecJson.read(service("launchConfig", with(launchConfig, field, odd))))
                    .isNotNull();
        }
    }
}
