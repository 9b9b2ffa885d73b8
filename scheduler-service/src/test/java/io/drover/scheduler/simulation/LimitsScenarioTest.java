package io.drover.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an environment's limits do to its services, on simulated hosts. */
class LimitsScenarioTest {
    private static final String FULL =
            "the environment's quota is %d containers: %d containers used, 1 container more asked for; remove something, or let an administrator raise its 'quota.containers'";

    @Test
    void aServiceGetsAsManyContainersAsThereAreAndSaysWhyNoMore() {
        SimulatedCluster.withHosts(3)
                .limit(4)
                .deploy("web", 6)
                .advance(Duration.ofSeconds(20))
                .expectRunning("web", 4)
                .expectMessage("web", "2 of 6 units wait: " + FULL.formatted(4, 4))
                .expectNoViolations();
    }

    @Test
    void whatAnotherServiceLeavesIsTakenWithoutBeingAsked() {
        SimulatedCluster.withHosts(2)
                .limit(3)
                .deploy("db", 2)
                .advance(Duration.ofSeconds(10))
                .deploy("web", 2)
                .advance(Duration.ofSeconds(10))
                .expectRunning("web", 1)
                .remove("db")
                .advance(Duration.ofSeconds(45))
                .expectRunning("web", 2)
                .expectConverged("web");
    }

    @Test
    void aGlobalServiceStopsGrowingWithItsHosts() {
        SimulatedCluster.withHosts(2)
                .limit(2)
                .deployLabelled("agent", 9, "io.rancher.scheduler.global", "true")
                .advance(Duration.ofSeconds(10))
                .expectRunning("agent", 2)
                .addHost()
                .advance(Duration.ofSeconds(10))
                .expectRunning("agent", 2)
                .expectMessage("agent", FULL.formatted(2, 2))
                .limit(3)
                .advance(Duration.ofSeconds(10))
                .expectRunning("agent", 3)
                .expectConverged("agent");
    }

    @Test
    void aServiceAtTheLimitIsUpgradedUnitByUnit() {
        SimulatedCluster.withHosts(2)
                .limit(3)
                .deploy("web", 3)
                .settle()
                .revise("web")
                .settle()
                .expectRunning("web", 3)
                .expectConverged("web")
                .expectNothingElse();
    }

    @Test
    void aLoweredQuotaRemovesNothing() {
        var cluster = SimulatedCluster.withHosts(2).deploy("web", 4).settle();
        List<String> before = cluster.running();
        cluster.limit(1).advance(Duration.ofMinutes(2)).expectConverged("web");
        assertThat(cluster.running()).isEqualTo(before);
    }

    @Test
    void whatIsNotPermittedAnyMoreStaysAndIsNotMadeAnew() {
        var cluster = SimulatedCluster.withHosts(2).deploy("web", 2).settle();
        List<String> before = cluster.running();
        cluster.forbid("privileged 'true' is not permitted")
                .revise("web")
                .advance(Duration.ofMinutes(2))
                .expectMessage("web", "the older revision stays: privileged 'true' is not permitted");
        assertThat(cluster.running()).isEqualTo(before);
        cluster.limit(10).settle().expectConverged("web");
        assertThat(cluster.running()).isNotEqualTo(before);
    }
}
