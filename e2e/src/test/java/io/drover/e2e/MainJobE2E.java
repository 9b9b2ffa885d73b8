package io.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A compose file runs, and keeps running. Every test leaves the hosts empty and the lab whole. */
class MainJobE2E {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String SHOP = """
            services:
              web:
                image: web:1
                deploy: {replicas: 4}
              database:
                image: database:1
            """;

    private final Cluster cluster = Clusters.shared();
    private final Api api = cluster.api();

    @AfterEach
    void clear() {
        for (int host = 1; host <= Clusters.HOSTS; host++) {
            Lab.command("heal", host);
        }
        cluster.clear();
    }

    private JsonNode shop() {
        JsonNode stack = cluster.deploy("shop", SHOP);
        cluster.awaitActive(stack);
        cluster.awaitRunning("web", 4);
        cluster.awaitRunning("database", 1);
        return stack;
    }

    @Test
    void deploysATwoTierStackSpreadOverTheHosts() {
        shop();
        List<Integer> hosts = cluster.containers("web").stream()
                .map(cluster::hostOf)
                .distinct()
                .toList();
        assertThat(hosts).hasSize(3);
        assertThat(cluster.containers("web").stream()
                        .map(one -> one.path("name").asText()))
                .containsExactlyInAnyOrder("shop-web-1", "shop-web-2", "shop-web-3", "shop-web-4");
        assertThat(api.named("services", "web").path("healthState").asText()).isEqualTo("healthy");
        assertThat(api.named("stacks", "shop").path("healthState").asText()).isEqualTo("healthy");
    }

    @Test
    void startsAgainWhatIsKilled() {
        shop();
        JsonNode victim = cluster.containers("web").getFirst();
        int host = cluster.hostOf(victim);
        String id = victim.path("externalId").asText();
        String before = startedAt(host, id);
        long began = System.nanoTime();
        Lab.docker(host, "kill", id);
        Eventually.within(Duration.ofSeconds(20))
                .every(Duration.ofMillis(50))
                .check("the killed container runs again", () -> isRunningSince(host, id, before));
        System.out.printf(
                "docker kill to running again, commands included: %d ms%n", (System.nanoTime() - began) / 1_000_000);
        cluster.awaitRunning("web", 4);
    }

    private static String startedAt(int host, String id) {
        return Lab.docker(host, "inspect", "--format", "{{.State.StartedAt}}", id);
    }

    private static boolean isRunningSince(int host, String id, String before) {
        String now = Lab.docker(host, "inspect", "--format", "{{.State.Running}} {{.State.StartedAt}}", id);
        return now.startsWith("true") && !now.endsWith(before);
    }

    @Test
    void aCutHostKeepsItsContainersRunningAndNothingIsDoubledWhenItIsHealed() {
        shop();
        JsonNode victim = cluster.containers("web").getFirst();
        int host = cluster.hostOf(victim);
        String id = victim.path("externalId").asText();
        List<String> before = cluster.incarnations();
        String started = startedAt(host, id);
        Lab.command("cut", host);
        Lab.docker(host, "kill", id);
        Eventually.within(Duration.ofSeconds(20))
                .every(Duration.ofMillis(100))
                .check("it comes back while cut", () -> isRunningSince(host, id, started));
        Lab.command("heal", host);
        awaitAllHostsActive();
        cluster.awaitRunning("web", 4);
        cluster.awaitRunning("database", 1);
        List<String> after = cluster.incarnations();
        assertThat(after).as("no duplicate").hasSameSizeAs(before);
        assertThat(withoutContainer(after, id)).isEqualTo(withoutContainer(before, id));
    }

    @Test
    void aHostThatIsCutForLongIsReplacedAndGivesUpItsCopiesWhenItReturns() {
        shop();
        int host = cluster.hostOf(cluster.containers("web").getFirst());
        List<String> elsewhere = incarnationsBut(host);
        Lab.command("cut", host);
        Eventually.within(Duration.ofMinutes(2))
                .value(
                        "all of web runs on hosts that can be reached",
                        () -> cluster.containers("web"),
                        all -> all.size() == 4
                                && all.stream()
                                        .allMatch(one ->
                                                one.path("state").asText().equals("running"))
                                && all.stream().noneMatch(one -> cluster.hostOf(one) == host));
        Lab.command("heal", host);
        awaitAllHostsActive();
        Eventually.within(Duration.ofMinutes(1))
                .value("the returned host has no surplus copies", cluster::incarnations, all -> all.size() == 5);
        assertThat(incarnationsBut(host)).as("nothing else was restarted").containsAll(elsewhere);
    }

    private List<String> incarnationsBut(int host) {
        List<String> all = new ArrayList<>();
        for (int other = 1; other <= Clusters.HOSTS; other++) {
            if (other != host) {
                all.addAll(Lab.incarnations(other));
            }
        }
        return all;
    }

    @Test
    void whatDiesWhileTheServerIsAwayComesBackWithoutIt() {
        shop();
        JsonNode victim = cluster.containers("web").getFirst();
        int host = cluster.hostOf(victim);
        String id = victim.path("externalId").asText();
        List<String> before = cluster.incarnations();
        String started = startedAt(host, id);
        cluster.server().stop();
        Lab.docker(host, "kill", id);
        Eventually.within(Duration.ofSeconds(20))
                .check("it comes back without the server", () -> isRunningSince(host, id, started));
        pause(Duration.ofSeconds(30));
        List<String> meanwhile = cluster.incarnations();
        assertThat(withoutContainer(meanwhile, id)).isEqualTo(withoutContainer(before, id));
        cluster.server().start();
        awaitAllHostsActive();
        cluster.awaitRunning("web", 4);
        pause(Duration.ofSeconds(15));
        assertThat(cluster.incarnations()).as("nothing that ran was restarted").isEqualTo(meanwhile);
    }

    @Test
    void aKilledAgentIsMissedByNobodyAndTouchesNothingWhenItReturns() {
        shop();
        List<String> before = cluster.incarnations();
        Lab.command("agent-kill", 1);
        Lab.run("agent", "1");
        awaitAllHostsActive();
        pause(Duration.ofSeconds(5));
        cluster.awaitRunning("web", 4);
        assertThat(cluster.incarnations()).isEqualTo(before);
    }

    @Test
    void aDeadHostsContainersRunElsewhere() {
        shop();
        int host = cluster.hostOf(cluster.containers("web").getFirst());
        long began = System.nanoTime();
        Lab.command("kill", host);
        Eventually.within(Duration.ofMinutes(2))
                .value(
                        "everything runs on the other hosts",
                        () -> List.of(cluster.containers("web"), cluster.containers("database")),
                        all -> all.getFirst().size() == 4
                                && all.getLast().size() == 1
                                && all.stream()
                                        .flatMap(List::stream)
                                        .allMatch(one ->
                                                one.path("state").asText().equals("running")
                                                        && cluster.hostOf(one) != host));
        System.out.printf(
                "host killed to everything running elsewhere: %d ms%n", (System.nanoTime() - began) / 1_000_000);
        Lab.run("up", Integer.toString(Clusters.HOSTS));
        awaitAllHostsActive();
        Eventually.within(Duration.ofMinutes(1))
                .value("the host that came back has no surplus copies", () -> runningContainers(), count -> count == 5);
    }

    private int runningContainers() {
        return (int) cluster.incarnations().stream()
                .filter(line -> line.endsWith(" running"))
                .count();
    }

    @Test
    void scalesUpAndDownKeepingTheOldest() {
        shop();
        List<String> before = cluster.incarnations();
        assertThat(cluster.cli("scale", "shop/web=12").code()).isZero();
        cluster.awaitRunning("web", 12);
        assertThat(cluster.incarnations())
                .as("scaling up touches nothing that runs")
                .containsAll(before);
        assertThat(cluster.cli("scale", "shop/web=2").code()).isZero();
        List<JsonNode> left = cluster.awaitRunning("web", 2);
        assertThat(left.stream().map(one -> one.path("name").asText()))
                .containsExactlyInAnyOrder("shop-web-1", "shop-web-2");
        Eventually.within(SOON).value("only the rest is left", this::runningContainers, count -> count == 3);
    }

    @Test
    void aPortThatIsTakenIsNamedAndBlocksNobodyElse() {
        cluster.deploy("ports", """
                services:
                  first:
                    image: web:1
                    ports: ["8099:80"]
                    deploy: {replicas: 3}
                """);
        cluster.awaitRunning("first", 3);
        cluster.deploy("late", """
                services:
                  second:
                    image: web:1
                    ports: ["8099:80"]
                  other:
                    image: web:1
                """);
        cluster.awaitRunning("other", 1);
        JsonNode second = Eventually.within(SOON)
                .value(
                        "the second service says why it waits",
                        () -> api.named("services", "second"),
                        service -> service.path("transitioning").asText().equals("error"));
        assertThat(second.path("transitioningMessage").asText())
                .contains("8099")
                .containsPattern("h[123]")
                .contains("ports-first-");
    }

    @Test
    void anImageThatDoesNotExistIsNamedAndBlocksNobodyElse() {
        cluster.deploy("images", """
                services:
                  missing:
                    image: no-such-image:1
                  other:
                    image: web:1
                """);
        cluster.awaitRunning("other", 1);
        JsonNode missing = Eventually.within(SOON)
                .value(
                        "the service says what it misses",
                        () -> api.named("services", "missing"),
                        service -> service.path("transitioning").asText().equals("error"));
        assertThat(missing.path("transitioningMessage").asText()).contains("no-such-image:1");
        Lab.docker(cluster.hostOf(cluster.containers("missing").getFirst()), "tag", "web:1", "no-such-image:1");
        cluster.awaitRunning("missing", 1);
        for (int host = 1; host <= Clusters.HOSTS; host++) {
            if (!Lab.docker(host, "images", "-q", "no-such-image:1").isEmpty()) {
                Lab.docker(host, "rmi", "-f", "no-such-image:1");
            }
        }
    }

    @Test
    void theCommandLineDoesTheWholeJob() throws java.io.IOException {
        Path compose = cluster.folder().resolve("docker-compose.yml");
        Files.writeString(compose, SHOP);
        var up = cluster.cli("up", "-f", compose.toString(), "-s", "cli");
        assertThat(up.code()).as(up.output()).isZero();
        assertThat(cluster.cli("ps").output())
                .contains("web")
                .contains("database")
                .contains("healthy");
        assertThat(cluster.cli("hosts").output()).contains("h1").contains("h2").contains("h3");
        assertThat(Api.JSON
                        .readTree(cluster.cli("ps", "--format", "json").output())
                        .size())
                .isPositive();
        var exec = cluster.cli("exec", "cli-web-1", "/bin/sh", "-c", "echo hi from $(hostname); exit 3");
        assertThat(exec.code()).as(exec.output()).isEqualTo(3);
        assertThat(exec.output()).contains("hi from");
        assertThat(cluster.cli("rm", "-f", "cli").code()).isZero();

        Files.writeString(compose, "services:\n  bad:\n    image: no-such-image:2\n");
        var failed = cluster.cli("up", "-f", compose.toString(), "-s", "bad", "--timeout", "40");
        assertThat(failed.code()).isNotZero();
        assertThat(failed.output()).contains("no-such-image:2");
    }

    @Test
    void showsContainersOfOthersAndNeverTouchesThem() {
        String id = Lab.docker(1, "run", "-d", "--name", "somebody-elses", "web:1");
        try {
            JsonNode seen = Eventually.within(SOON)
                    .value("it shows up", () -> api.list("/containers?name=somebody-elses"), found -> !found.isEmpty())
                    .getFirst();
            assertThat(seen.path("nativeContainer").asBoolean()).isTrue();
            assertThat(seen.path("externalId").asText()).isEqualTo(id);
            assertThat(seen.path("actions").has("remove")).isFalse();
            shop();
            cluster.clear();
            assertThat(Lab.running(1)).contains(id);
        } finally {
            Lab.docker(1, "rm", "-f", "somebody-elses");
        }
    }

    private void awaitAllHostsActive() {
        Eventually.within(Duration.ofMinutes(1))
                .value(
                        "all hosts are active",
                        () -> api.list("/hosts?state=active"),
                        active -> active.size() == Clusters.HOSTS);
    }

    private static List<String> withoutContainer(List<String> incarnations, String id) {
        return incarnations.stream().filter(line -> !line.startsWith(id)).toList();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
