package io.drover.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.Labels;
import io.drover.scheduler.simulation.SimulatedHost.Container;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The policy, sentence by sentence, on simulated hosts. */
class ScenarioTest {
    @Test
    void aDeploySpreadsAndRuns() {
        SimulatedCluster.withHosts(3)
                .deploy("web", 6)
                .settle()
                .expectSpread("web", 2, 2, 2)
                .expectConverged("web")
                .expectNothingElse();
    }

    @Test
    void scalingUpAndDownKeepsTheOldest() {
        SimulatedCluster.withHosts(3)
                .deploy("web", 4)
                .settle()
                .scale("web", 12)
                .settle()
                .expectSpread("web", 4, 4, 4)
                .scale("web", 2)
                .settle()
                .expectNames("web", "shop-web-1", "shop-web-2")
                .expectNothingElse();
    }

    @Test
    void aKilledContainerComesBackAndNothingElseIsTouched() {
        var cluster = SimulatedCluster.withHosts(3).deploy("web", 3).settle();
        List<String> before = cluster.running();
        cluster.kill("shop-web-2").settle().expectRunning("web", 3);
        assertThat(cluster.running())
                .hasSize(3)
                .filteredOn(one -> !before.contains(one))
                .hasSize(1);
    }

    @Test
    void aShortCutChangesNothing() {
        var cluster = SimulatedCluster.withHosts(3).deploy("web", 6).settle();
        List<String> before = cluster.running();
        cluster.cut("h2").advance(Duration.ofSeconds(10)).heal("h2").settle();
        assertThat(cluster.running()).isEqualTo(before);
        cluster.expectConverged("web").expectNothingElse();
    }

    @Test
    void aContainerKilledWhileItsHostIsCutOffComesBackThere() {
        SimulatedCluster.withHosts(1)
                .deploy("web", 1)
                .settle()
                .cut("h1")
                .kill("shop-web-1")
                .advance(Duration.ofSeconds(3))
                .expectRunning("web", 1);
    }

    @Test
    void aLostHostsContainersRunElsewhereAfterTheGraceTimeAndLeaveNoDuplicatesWhenItReturns() {
        SimulatedCluster.withHosts(3)
                .deploy("web", 6)
                .settle()
                .loseHost("h2")
                .advance(Duration.ofSeconds(15))
                .expectSpread("web", 2, 0, 2)
                .advance(Duration.ofSeconds(15))
                .expectSpread("web", 3, 0, 3)
                .heal("h2")
                .settle()
                .expectSpread("web", 3, 0, 3)
                .expectConverged("web")
                .expectNothingElse();
    }

    @Test
    void aHostThatWasOnlyCutOffGivesUpWhatWasReplaced() {
        SimulatedCluster.withHosts(2)
                .deploy("web", 2)
                .settle()
                .cut("h2")
                .advance(Duration.ofMinutes(1))
                .expectSpread("web", 2, 1)
                .heal("h2")
                .settle()
                .expectSpread("web", 2, 0)
                .expectNothingElse();
    }

    @Test
    void theOnlyHostsContainersAreNeverGivenUp() {
        var cluster = SimulatedCluster.withHosts(1).deploy("web", 2).settle();
        List<String> before = cluster.running();
        cluster.cut("h1").advance(Duration.ofMinutes(10)).heal("h1").settle();
        assertThat(cluster.running()).isEqualTo(before);
    }

    @Test
    void whoOptedOutWaitsForTheHost() {
        SimulatedCluster.withHosts(2)
                .deployLabelled("db", 2, Labels.RESCHEDULE, "false")
                .settle()
                .loseHost("h2")
                .advance(Duration.ofMinutes(5))
                .expectSpread("db", 1, 0)
                .expectMessage("db", "slot 2 waits for host h2, which is lost")
                .heal("h2")
                .settle()
                .expectSpread("db", 1, 1);
    }

    @Test
    void massLossIsBraked() {
        var cluster = SimulatedCluster.withHosts(4).deploy("web", 40).settle();
        cluster.loseHost("h2").loseHost("h3").loseHost("h4").advance(Duration.ofSeconds(28));
        assertThat(cluster.running("web")).hasSizeBetween(10, 10 + 14);
        cluster.advance(Duration.ofMinutes(3)).expectSpread("web", 40, 0, 0, 0);
    }

    @Test
    void hostsThatReturnBeforeTheirTurnKeepTheirContainers() {
        SimulatedCluster.withHosts(4)
                .deploy("web", 40)
                .settle()
                .cut("h2")
                .cut("h3")
                .cut("h4")
                .advance(Duration.ofSeconds(25))
                .heal("h2")
                .heal("h3")
                .heal("h4")
                .settle()
                .expectRunning("web", 40)
                .expectNothingElse();
    }

    @Test
    void aPortThatIsTakenIsNamedAndBlocksNobodyElse() {
        SimulatedCluster.withHosts(2)
                .deployPublishing("web", 3, 8080)
                .deploy("db", 2)
                .settle()
                .expectRunning("web", 2)
                .expectRunning("db", 2)
                .expectMessage(
                        "web", "1 of 3 units wait: no host fits: 2 hosts: port 8080/tcp in use by shop-web-1 on h1")
                .addHost()
                .settle()
                .expectRunning("web", 3)
                .expectConverged("web");
    }

    @Test
    void aRefusedServiceStartsAsSoonAsThereIsAHost() {
        SimulatedCluster.withHosts(0)
                .deploy("web", 1)
                .settle()
                .expectMessage("web", "no host is registered; add one")
                .addHost()
                .settle()
                .expectRunning("web", 1);
    }

    @Test
    void aCordonedHostKeepsWhatItHasAndGetsNothingNew() {
        SimulatedCluster.withHosts(2)
                .deploy("web", 2)
                .settle()
                .cordon("h2")
                .scale("web", 4)
                .settle()
                .expectSpread("web", 3, 1)
                .uncordon("h2")
                .scale("web", 6)
                .settle()
                .expectSpread("web", 3, 3);
    }

    @Test
    void aRemovedHostsContainersRunElsewhereAtOnce() {
        SimulatedCluster.withHosts(3)
                .deploy("web", 6)
                .settle()
                .removeHost("h2")
                .settle()
                .expectSpread("web", 3, 3)
                .expectNothingElse();
    }

    @Test
    void deactivationKeepsTheContainersAndActivationStartsTheSameOnes() {
        var cluster = SimulatedCluster.withHosts(2).deploy("web", 2, "logger").settle();
        List<String> before = ids(cluster);
        cluster.deactivate("web").settle().expectRunning("web", 0).expectConverged("web");
        cluster.activate("web").settle();
        assertThat(ids(cluster)).isEqualTo(before).hasSize(4);
    }

    @Test
    void aRestartGoesOneByOneAndReachesAll() {
        var cluster = SimulatedCluster.withHosts(2).deploy("web", 4).settle().restart("web");
        for (int second = 0; second < 60; second++) {
            cluster.advance(Duration.ofSeconds(1));
            assertThat(cluster.running("web")).hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(cluster.settle().running("web"))
                .allSatisfy(container -> assertThat(container.starts).isEqualTo(2));
        cluster.expectConverged("web");
    }

    @Test
    void aNewRevisionRollsOneByOne() {
        var cluster = SimulatedCluster.withHosts(3).deploy("web", 6).settle();
        List<String> before = ids(cluster);
        cluster.revise("web");
        for (int second = 0; second < 120; second++) {
            cluster.advance(Duration.ofSeconds(1));
            assertThat(cluster.running("web")).hasSizeBetween(5, 7);
        }
        cluster.settle().expectSpread("web", 2, 2, 2).expectConverged("web").expectNothingElse();
        assertThat(ids(cluster)).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aRevisionThatNeverStartsStopsAtTheFirstUnitAndIsSuperseded() {
        var cluster = SimulatedCluster.withHosts(3).deploy("web", 6).settle();
        cluster.breakAndRevise("web").settle().expectRunning("web", 5);
        cluster.repair("web").settle().expectRunning("web", 6).expectConverged("web");
    }

    @Test
    void aServiceThatCannotStartBlocksNobody() {
        SimulatedCluster.withHosts(1)
                .deployBroken("bad", 2)
                .deploy("web", 2)
                .settle()
                .expectRunning("bad", 0)
                .expectRunning("web", 2)
                .expectConverged("web");
    }

    @Test
    void aGlobalServiceFollowsTheHostsAndIgnoresTheLost() {
        SimulatedCluster.withHosts(2)
                .deployLabelled("agent", 99, Labels.GLOBAL, "true")
                .settle()
                .expectSpread("agent", 1, 1)
                .addHost()
                .settle()
                .expectSpread("agent", 1, 1, 1)
                .loseHost("h1")
                .advance(Duration.ofMinutes(1))
                .expectSpread("agent", 0, 1, 1)
                .expectConverged("agent")
                .heal("h1")
                .settle()
                .expectSpread("agent", 1, 1, 1)
                .expectNothingElse();
    }

    @Test
    void removalLeavesNothingBehind() {
        SimulatedCluster.withHosts(2)
                .deploy("web", 4, "logger")
                .settle()
                .expectRunning("web", 8)
                .remove("web")
                .settle()
                .expectRunning("web", 0)
                .expectNothingElse();
    }

    private static List<String> ids(SimulatedCluster cluster) {
        return cluster.running("web").stream()
                .map((Container container) -> container.born.uuid())
                .toList();
    }
}
