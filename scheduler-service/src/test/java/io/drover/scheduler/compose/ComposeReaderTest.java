package io.drover.scheduler.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.drover.model.Labels;
import io.drover.scheduler.compose.ComposeOutcome.Read;
import io.drover.scheduler.compose.ComposeOutcome.Rejected;
import io.drover.scheduler.spec.LaunchConfig;
import io.drover.scheduler.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Rules of reading, one row each. */
class ComposeReaderTest {
    private static Read read(String docker, @Nullable String rancher, Map<String, String> variables) {
        ComposeOutcome outcome = ComposeReader.read(docker, rancher, variables, "shop");
        assertThat(outcome).isInstanceOf(Read.class);
        return (Read) outcome;
    }

    private static ServiceSpec web(String keys) {
        return read("services: {web: {image: nginx, %s}}".formatted(keys), null, Map.of())
                .stack()
                .services()
                .getFirst();
    }

    record Rule(
            String keys,
            Function<ServiceSpec, @Nullable Object> part,
            @Nullable Object expected) {}

    private static Function<ServiceSpec, @Nullable Object> label(String name) {
        return service -> service.primary().container().labels().get(name);
    }

    private static Function<ServiceSpec, @Nullable Object> primary(Function<LaunchConfig, @Nullable Object> part) {
        return service -> part.apply(service.primary());
    }

    static final List<Rule> RULES = List.of(
            new Rule("restart: always", label(Labels.START_ONCE), null),
            new Rule("restart: 'no'", label(Labels.START_ONCE), "true"),
            new Rule("restart: no", label(Labels.START_ONCE), "true"),
            new Rule(
                    "restart: 'no', labels: {io.rancher.container.start_once: 'false'}",
                    label(Labels.START_ONCE),
                    "false"),
            new Rule("deploy: {restart_policy: {condition: none}}", label(Labels.START_ONCE), "true"),
            new Rule("deploy: {mode: global}", label(Labels.GLOBAL), "true"),
            new Rule("pull_policy: always", label(Labels.PULL_IMAGE), "always"),
            new Rule("deploy: {replicas: 3}", ServiceSpec::scale, 3),
            new Rule("deploy: {replicas: 3}, scale: 4", ServiceSpec::scale, 4),
            new Rule("scale: 0", ServiceSpec::scale, 0),
            new Rule("image: nginx", ServiceSpec::scale, 1),
            new Rule("command: ''", primary(c -> c.container().command()), List.of()),
            new Rule("tty: false", primary(c -> c.container().command()), null),
            new Rule(
                    "network_mode: managed",
                    primary(c -> c.container().network().mode()),
                    null),
            new Rule("network_mode: host", primary(c -> c.container().network().mode()), "host"),
            new Rule("net: none", primary(c -> c.container().network().mode()), "none"),
            new Rule("stop_grace_period: 500ms", primary(LaunchConfig::stopTimeoutSeconds), 1),
            new Rule("cpus: 0.5", primary(c -> c.container().resources().cpuQuota()), 50_000L),
            new Rule(
                    "deploy: {resources: {reservations: {cpus: '0.25'}}}",
                    primary(c -> c.container().resources().milliCpuReservation()),
                    250),
            new Rule("mem_limit: 512m", primary(c -> c.container().resources().memoryBytes()), 536_870_912L),
            new Rule(
                    "environment: [A=b=c, B=]", primary(c -> c.container().environment()), Map.of("A", "b=c", "B", "")),
            new Rule(
                    "environment: {V: 1.10, Y: yes, N: 010}",
                    primary(c -> c.container().environment()),
                    Map.of("V", "1.10", "Y", "yes", "N", "010")),
            new Rule(
                    "extra_hosts: {a: 1.2.3.4}",
                    primary(c -> c.container().network().extraHosts()),
                    List.of("a:1.2.3.4")),
            new Rule(
                    "healthcheck: {disable: true}",
                    primary(c -> c.container().healthcheck() == null
                            ? null
                            : c.container().healthcheck().test()),
                    List.of("NONE")),
            new Rule(
                    "metadata: {a: {b: [1, null]}}",
                    service -> String.valueOf(service.metadata()),
                    "{a={b=[1, null]}}"));

    @ParameterizedTest
    @FieldSource("RULES")
    void keysBecome(Rule row) {
        assertThat(row.part().apply(web(row.keys().startsWith("image") ? "tty: false" : row.keys())))
                .isEqualTo(row.expected());
    }

    record Refusal(String docker, @Nullable String rancher, String sentence) {}

    static final List<Refusal> REFUSALS = List.of(
            new Refusal("", null, "docker-compose.yml, line 1, column 1: the file has no services: nothing to create"),
            new Refusal(
                    "# nothing\n",
                    null,
                    "docker-compose.yml, line 1, column 1: the file has no services: nothing to create"),
            new Refusal(
                    "version: '3'\nvolumes: {a: }\n",
                    null,
                    "docker-compose.yml, line 1, column 1: the file has no services: nothing to create"),
            new Refusal(
                    "- a\n",
                    null,
                    "docker-compose.yml, line 1, column 1: the file is a list; a compose file is a mapping with 'services:'"),
            new Refusal(
                    "version: '4'\nservices: {}\n",
                    null,
                    "docker-compose.yml, line 1, column 10: version: '4' is not a version; accepted: '2', '3', or none"),
            new Refusal(
                    "include: [a.yml]\nservices: {a: {image: a}}\n",
                    null,
                    "docker-compose.yml, line 1, column 1: include: other files are never read; put their services into this file"),
            new Refusal(
                    "services: {a: {command: x}}\n",
                    null,
                    "docker-compose.yml, line 1, column 12: services.a: an 'image' is missing: a service needs one"),
            new Refusal(
                    "web: nginx\n",
                    null,
                    "docker-compose.yml, line 1, column 6: web: a service is a mapping with at least an 'image', here it is 'nginx'; without a 'services:' key each top-level key is read as a service (compose v1)"),
            new Refusal(
                    "services:\n  a: {image: a}\n",
                    "services:\n  a:\n    scale: lots\n",
                    "rancher-compose.yml, line 3, column 12: services.a.scale: 'lots': accepted: a whole number"),
            new Refusal(
                    "services:\n  a: {image: a}\n",
                    "a:\n  scale: [\n",
                    "rancher-compose.yml, line 3, column 1: a value is missing here: something above is not finished"),
            new Refusal(
                    "services:\n  a: {image: '${TAG:?set it}'}\n",
                    null,
                    "docker-compose.yml, line 2, column 14: services.a.image: '${TAG:?set it}': variable 'TAG' is required: set it"),
            new Refusal(
                    "services:\n  a: {image: a, environment: {P: 's3cret$('}}\n",
                    null,
                    "docker-compose.yml, line 2, column 34: services.a.environment.P: the value: '$(' is not a variable; write '$$' for a dollar sign"),
            new Refusal(
                    "services:\n  a: {image: a, extends: a}\n",
                    null,
                    "docker-compose.yml, line 2, column 26: services.a.extends: services extend each other in a circle, or more than 20 deep"));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void mistakesAreSaidInOneSentence(Refusal row) {
        assertThat(ComposeReader.read(row.docker(), row.rancher(), Map.of(), "shop"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.message()).isEqualTo(row.sentence()));
    }

    @Test
    void theRancherFileWinsAndMappingsAreJoined() {
        ServiceSpec service = read(
                        "services: {a: {image: one, labels: [x=1, y=1], ports: ['80']}}",
                        "a: {image: two, labels: {y: 2, z: 3}, ports: ['81']}",
                        Map.of())
                .stack()
                .services()
                .getFirst();
        assertThat(service.primary().container().image()).isEqualTo("two");
        assertThat(service.primary().container().labels()).isEqualTo(Map.of("x", "1", "y", "2", "z", "3"));
        assertThat(service.primary().container().network().ports()).hasSize(2);
    }

    @Test
    void profilesAreActiveByVariable() {
        String text = "services: {a: {image: a}, b: {image: b, profiles: [x]}, c: {image: c, profiles: [y, z]}}";
        assertThat(names(read(text, null, Map.of()))).containsExactly("a");
        assertThat(names(read(text, null, Map.of("COMPOSE_PROFILES", "q, z")))).containsExactly("a", "c");
        assertThat(names(read(text, null, Map.of("COMPOSE_PROFILES", "*")))).containsExactly("a", "b", "c");
    }

    @Test
    void oneSidekickMayServeTwoServices() {
        Read read = read(
                "services: {a: {image: a, labels: {io.rancher.sidekicks: s}}, b: {image: b, labels: {io.rancher.sidekicks: s}}, s: {image: s}}",
                null,
                Map.of());
        assertThat(names(read)).containsExactly("a", "b");
        assertThat(read.stack().services())
                .allSatisfy(service -> assertThat(service.sidekicks()).hasSize(1));
    }

    @Test
    void volumesOfTwoStacksDoNotMeet() {
        String text =
                "services: {a: {image: a, volumes: ['d:/d', 'e:/e']}}\nvolumes: {d: , e: {external: {name: shared}}}";
        var one = ((Read) ComposeReader.read(text, null, Map.of(), "one"))
                .stack()
                .services()
                .getFirst();
        assertThat(one.primary().container().storage().binds()).containsExactly("one_d:/d", "shared:/e");
    }

    /** Texts of strangers that are short, or at least allowed, and cost much when they are read carelessly. */
    static final List<Refusal> HOSTILE = List.of(
            new Refusal("services: {a: {image: a, command: ['%s']}}".formatted("$V".repeat(500_000)), null, ""),
            new Refusal("services: {a: {image: a, command: [%s]}}".formatted("$V, ".repeat(50_000)), null, ""),
            new Refusal("services: {a: {image: a, command: '%s'}}".formatted("${V:-".repeat(100_000)), null, ""),
            new Refusal("services: {a: {image: a, volumes: ['/a:/b:%s']}}".formatted("a,".repeat(500_000)), null, ""),
            new Refusal("services: {a: {image: '%s'}}".formatted("a/".repeat(1_000_000)), null, ""),
            new Refusal("services: {a: {image: a, ports: [%s]}}".formatted("1-1000, ".repeat(2_000)), null, ""),
            new Refusal("services: {a: {image: a, command: '\"%s'}}".formatted("\\a ".repeat(500_000)), null, ""),
            new Refusal("services: {%s: {image: a}}".formatted("x".repeat(2_000_000)), null, ""),
            new Refusal("? ".repeat(1_000_000), null, ""),
            new Refusal("- ".repeat(1_000_000), null, ""),
            new Refusal("{".repeat(1_000_000), null, ""),
            new Refusal("'".repeat(2_000_001), null, ""));

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void hostileTextsAreRefusedInTime(Refusal row) {
        assertThat(assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> ComposeReader.read(row.docker(), null, Map.of("V", "x".repeat(100_000)), "s")))
                .isInstanceOf(Rejected.class);
    }

    private static final String MANY_VOLUMES =
            IntStream.range(0, 2_000).mapToObj(i -> "'/d" + i + "'").collect(Collectors.joining(", "));

    @Test
    void extendingServicesDoesNotUnfoldAShortFileIntoALargeStack() {
        String extending = IntStream.range(0, 499)
                .mapToObj(i -> "s%d: {extends: base, image: a}".formatted(i))
                .collect(Collectors.joining(", "));
        refusedAsTooLarge("services: {base: {image: a, volumes: [%s]}, %s}".formatted(MANY_VOLUMES, extending));
    }

    @Test
    void aSharedSidekickDoesNotEither() {
        String sharing = IntStream.range(0, 499)
                .mapToObj(i -> "s%d: {image: a, labels: {io.rancher.sidekicks: side}}".formatted(i))
                .collect(Collectors.joining(", "));
        refusedAsTooLarge("services: {side: {image: a, volumes: [%s]}, %s}".formatted(MANY_VOLUMES, sharing));
    }

    private static void refusedAsTooLarge(String file) {
        ComposeOutcome outcome =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ComposeReader.read(file, null, Map.of(), "s"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.sentence())
                                                .contains(
                                                        "more than 200000 values once services are extended and sidekicks shared")));
    }

    @Test
    void manyUnknownKeysAreCounted() {
        String keys = IntStream.range(0, 50_000).mapToObj(i -> "k" + i + ": x").collect(Collectors.joining(", "));
        List<String> warnings = read("services: {a: {image: a, %s}}".formatted(keys), null, Map.of())
                .stack()
                .warnings();
        assertThat(warnings).hasSize(1_001).last().isEqualTo("49000 more things are not honoured");
    }

    private static List<String> names(Read read) {
        return read.stack().services().stream().map(ServiceSpec::name).toList();
    }
}
