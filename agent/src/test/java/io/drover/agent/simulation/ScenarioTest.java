package io.drover.agent.simulation;

import static io.drover.agent.simulation.Fixtures.of;
import static io.drover.agent.simulation.Fixtures.spec;
import static io.drover.agent.simulation.Fixtures.web;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.engine.EngineContainer;
import io.drover.model.Labels;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.ObservedInstance;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private final SimulatedHost host = new SimulatedHost();

    @Test
    void createsAndStartsWhatIsWantedAndReportsItsAddress() {
        host.link().wants(1, web(1), web(2)).advance(ofSeconds(1));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.RUNNING);
        assertThat(host.reported(1).address()).startsWith("172.17.0.");
        assertThat(host.reported(1).starts()).isEqualTo(1);
        assertThat(host.engine.container("web-1").labels())
                .containsEntry(Labels.CONTAINER_UUID, Fixtures.uuid(1))
                .containsEntry(Labels.INSTANCE, "1i1")
                .containsEntry("team", "blue");
        assertThat(host.engine.pulls()).isZero();
    }

    @Test
    void startsAKilledContainerAgainAtOnce() {
        host.link().wants(1, web(1)).advance(ofSeconds(30));
        EngineContainer before = host.engine.container("web-1");

        host.engine.dockerKill("web-1");
        host.advance(ofMillis(60));

        assertThat(host.engine.container("web-1").run().state()).isEqualTo(EngineContainer.State.RUNNING);
        assertThat(host.engine.container("web-1").id()).isEqualTo(before.id());
        host.advance(ofSeconds(1));
        assertThat(host.reported(1).starts()).isEqualTo(2);
        assertThat(host.reported(1).exitCode()).isEqualTo(137);
    }

    @Test
    void waitsLongerAndLongerForOneThatKeepsCrashing() {
        host.link().wants(1, web(1)).advance(ofSeconds(1));
        host.takeActions();

        // Dies within 100 ms of each start: started again after 0, 1, 2, 4, 8, 16 and 32 s; the next pause is 60 s.
        for (int i = 0; i < 1200; i++) {
            host.engine.exits("web-1", 1);
            host.advance(ofMillis(100));
        }

        assertThat(host.takeActions()).hasSize(7);
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.EXITED);
        assertThat(host.reported(1).message()).contains("exited with code 1").contains("in a row");
        assertThat(host.reported(1).nextTryAtMillis()).isPositive();
    }

    @Test
    void forgivesCrashesAfterAStableRun() {
        host.wants(1, web(1)).advance(ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            host.engine.exits("web-1", 1);
            host.advance(ofSeconds(3));
        }
        host.advance(ofSeconds(20));
        host.engine.exits("web-1", 1);
        host.advance(ofMillis(100));

        assertThat(host.engine.isRunning("web-1")).isTrue();
    }

    @Test
    void keepsWhatRunsRunningWhileTheServerIsAway() {
        host.link().wants(1, web(1), web(2)).advance(ofSeconds(30));
        host.unlink();

        host.engine.dockerKill("web-1");
        host.engine.dockerRmForce("web-2");
        host.advance(ofSeconds(2));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.engine.isRunning("web-2")).isTrue();

        host.link().advance(ofSeconds(1));
        assertThat(host.lastBatch().full()).isTrue();
        assertThat(host.reported(1).starts()).isEqualTo(2);
    }

    @Test
    void touchesNothingWhenTheAgentComesBack() {
        host.wants(1, web(1), web(2)).advance(ofSeconds(5));
        List<EngineContainer> before = host.engine.all();
        host.takeActions();

        host.restartAgent().link().advance(ofMinutes(5));

        assertThat(host.takeActions()).isEmpty();
        assertThat(host.engine.all()).isEqualTo(before);
        assertThat(host.reported(1).starts()).isEqualTo(1);
    }

    @Test
    void startsWhatDiedWhileTheAgentWasDead() {
        host.wants(1, web(1)).advance(ofSeconds(30));
        host.engine.loseEvents();
        host.engine.dockerKill("web-1");

        host.restartAgent().advance(ofMillis(500));

        assertThat(host.engine.isRunning("web-1")).isTrue();
    }

    @Test
    void anotherGenerationFreezesUntilTheOperatorAcceptsIt() {
        host.link().wants(5, web(1), web(2)).advance(ofSeconds(30));
        DesiredMessage foreign = new DesiredMessage.Snapshot(
                new DocumentVersion("g2", 9, 9), List.of(web(1, Target.REMOVED), web(2, Target.REMOVED)));

        host.says(foreign).advance(ofMinutes(2));
        host.engine.dockerKill("web-1");
        host.advance(ofSeconds(1));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.engine.isRunning("web-2")).isTrue();
        assertThat(host.lastBatch().frozen()).contains("'g2'").contains("--accept-generation g2");
        assertThat(host.log()).anyMatch(line -> line.contains("generation 'g2'"));

        host.removeGenerationFile().advance(ofSeconds(3));
        assertThat(host.relinks()).isEqualTo(1);
        host.says(foreign).advance(ofSeconds(30));
        assertThat(host.engine.all()).isEmpty();
    }

    @Test
    void frozenItFinishesNoRemovalEither() {
        host.link().wants(5, web(1)).advance(ofSeconds(30));
        host.engine.freeze();
        host.advance(ofSeconds(20));
        host.wants(6, web(1, Target.REMOVED));
        host.says(new DesiredMessage.Snapshot(new DocumentVersion("g2", 9, 9), List.of()));

        host.engine.thaw();
        host.advance(ofMinutes(2));
        assertThat(host.engine.isRunning("web-1")).isTrue();

        host.wants(7, web(1, Target.REMOVED)).advance(ofSeconds(5));
        assertThat(host.engine.all()).isEmpty();
    }

    @Test
    void neverObeysAnOlderEpoch() {
        host.says(new DesiredMessage.Snapshot(Fixtures.version(3, 10), List.of(web(1))))
                .advance(ofSeconds(5));
        host.says(new DesiredMessage.Snapshot(Fixtures.version(2, 99), List.of(web(1, Target.REMOVED))))
                .advance(ofSeconds(5));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.known()).isEqualTo(Fixtures.version(3, 10));
    }

    @Test
    void anEmptyDocumentDeletesNothing() {
        host.link().wants(1, web(1)).advance(ofSeconds(5));

        host.wants(2).advance(ofMinutes(2));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.reported(1).message()).contains("left alone");
    }

    @Test
    void leavesOtherPeoplesContainersAlone() {
        String id = host.engine.dockerRun("by-hand");
        host.link().wants(1, web(1)).advance(ofSeconds(5));

        assertThat(host.engine.isRunning("by-hand")).isTrue();
        assertThat(host.lastBatch().natives()).isEmpty();
        host.unlink().link().advance(ofSeconds(1));
        assertThat(host.lastBatch().natives())
                .singleElement()
                .satisfies(told -> assertThat(told.externalId()).isEqualTo(id));
        host.engine.dockerRmForce("by-hand");
        host.advance(ofSeconds(1));
        assertThat(host.lastBatch().gone()).containsExactly(id);
    }

    @Test
    void saysWhoHoldsAPortAndGoesOnWithTheOthers() {
        host.link()
                .wants(
                        1,
                        of(1, Target.RUNNING, 1, true, Fixtures.publishing(8080)),
                        of(2, Target.RUNNING, 1, true, Fixtures.publishing(8080)),
                        web(3))
                .advance(ofSeconds(10));

        assertThat(host.engine.isRunning("web-1")).isTrue();
        assertThat(host.engine.isRunning("web-3")).isTrue();
        assertThat(host.reported(2).state()).isEqualTo(ObservedInstance.State.FAILED);
        assertThat(host.reported(2).message())
                .contains("Port 8080/tcp on host h1 is already used by container 'web-1'");
        assertThat(host.reported(2).nextTryAtMillis()).isPositive();
    }

    @Test
    void aReplacementWaitsForThePortOfTheOneItReplaces() {
        host.link()
                .wants(1, of(1, Target.RUNNING, 1, true, Fixtures.publishing(80)))
                .advance(ofSeconds(30));

        host.wants(
                        2,
                        of(1, Target.REMOVED, 1, true, Fixtures.publishing(80)),
                        of(2, Target.RUNNING, 1, true, Fixtures.publishing(80)))
                .advance(ofMillis(500));

        assertThat(host.engine.isRunning("web-2")).isTrue();
        assertThat(host.log()).noneMatch(line -> line.contains("already used"));
    }

    @Test
    void anImageThatDoesNotExistIsToldAndDoesNotBlockOthers() {
        host.link()
                .wants(1, of(1, Target.RUNNING, 1, true, spec("nope")), web(2))
                .advance(ofSeconds(1));

        assertThat(host.engine.isRunning("web-2")).isTrue();
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.FAILED);
        assertThat(host.reported(1).message()).contains("Image 'nope' does not exist on docker.io");

        host.advance(ofMinutes(10));
        assertThat(host.engine.pulls()).isBetween(8, 12); // 2, 4, 8 ... 120 s

        host.engine.publishImage("nope");
        host.advance(ofMinutes(3));
        assertThat(host.engine.isRunning("web-1")).isTrue();
    }

    @Test
    void anImageThatIsLoadedByHandMeanwhileIsUsed() {
        host.link().wants(1, of(1, Target.RUNNING, 1, true, spec("nope"))).advance(ofSeconds(1));
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.FAILED);

        host.engine.loadImage("nope");
        host.advance(ofSeconds(10));
        assertThat(host.engine.isRunning("web-1")).isTrue();
    }

    @Test
    void pullsOnceForAllWhoNeedTheImage() {
        host.engine.forgetImage("web");
        host.wants(1, web(1), web(2), web(3), web(4), web(5), web(6)).advance(ofSeconds(3));

        assertThat(host.engine.pulls()).isEqualTo(1);
        assertThat(LongStream.rangeClosed(1, 6).allMatch(id -> host.engine.isRunning("web-" + id)))
                .isTrue();
    }

    @Test
    void restartsOnceForEachRestartTheUserAsksFor() {
        host.link().wants(1, web(1)).advance(ofSeconds(30));
        host.wants(2, of(1, Target.RUNNING, 2, true, spec("web"))).advance(ofSeconds(30));
        assertThat(host.reported(1).starts()).isEqualTo(2);
        assertThat(host.reported(1).startGeneration()).isEqualTo(2);

        host.restartAgent().link().advance(ofMinutes(1));
        assertThat(host.reported(1).starts()).isEqualTo(2);
    }

    @Test
    void aStartOnceContainerStaysExited() {
        host.link().wants(1, of(1, Target.RUNNING, 1, false, spec("web"))).advance(ofSeconds(5));
        host.engine.exits("web-1", 0);
        host.advance(ofMinutes(5));
        assertThat(host.engine.isRunning("web-1")).isFalse();
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.EXITED);

        host.restartAgent().advance(ofMinutes(1));
        assertThat(host.engine.isRunning("web-1")).isFalse();
    }

    @Test
    void oneThatSharesANetworkComesAfterItsOwnerAndStartsAnewWithIt() {
        host.link()
                .wants(1, of(1, Target.RUNNING, 1, true, Fixtures.joining(2)), web(2))
                .advance(ofSeconds(20));
        assertThat(host.engine.isRunning("web-1")).isTrue();
        long before = host.reported(1).startedAtMillis();

        host.engine.dockerKill("web-2");
        host.advance(ofSeconds(2));

        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.RUNNING);
        assertThat(host.reported(1).startedAtMillis())
                .isGreaterThan(before)
                .isGreaterThanOrEqualTo(host.reported(2).startedAtMillis());
    }

    @Test
    void aSilentEngineIsToldWithinHalfAMinuteAndCaughtUpWith() {
        host.link().wants(1, web(1)).advance(ofSeconds(30));
        host.engine.freeze();
        host.engine.exits("web-1", 1);
        host.advance(ofSeconds(20));

        assertThat(host.reported(1).message()).contains("Docker engine on h1 is not responding since");
        host.takeActions();
        host.advance(ofMinutes(1));
        assertThat(host.takeActions()).isEmpty();

        host.engine.thaw();
        host.advance(ofSeconds(3));
        assertThat(host.engine.isRunning("web-1")).isTrue();
        host.advance(ofSeconds(1));
        assertThat(host.reported(1).message()).isNull();
    }

    @Test
    void removesWhatIsToldToBeRemovedAndReportsItGone() {
        host.link().wants(1, web(1), web(2)).advance(ofSeconds(5));
        host.says(new DesiredMessage.Delta(Fixtures.version(1, 2), List.of(web(1, Target.REMOVED)), List.of()))
                .advance(ofSeconds(5));

        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.REMOVED);
        assertThat(host.engine.all())
                .singleElement()
                .satisfies(left -> assertThat(left.name()).isEqualTo("web-2"));
    }

    @Test
    void stopsAndKeepsWhatIsToBeStopped() {
        host.link().wants(1, web(1)).advance(ofSeconds(5));
        host.wants(2, web(1, Target.STOPPED)).advance(ofMinutes(1));
        assertThat(host.reported(1).state()).isEqualTo(ObservedInstance.State.STOPPED);
        assertThat(host.engine.all()).hasSize(1);

        host.wants(3, web(1)).advance(ofSeconds(1));
        assertThat(host.engine.isRunning("web-1")).isTrue();
    }

    @Test
    void takesAnotherNameWhenSomebodyHasIt() {
        host.engine.dockerRun("web-1");
        host.wants(1, web(1)).advance(ofSeconds(5));

        assertThat(host.engine.isRunning("web-1-00000001")).isTrue();
    }

    @Test
    void theAgentsOwnContainerIsNobodys() {
        host.engine.leftover(
                "drover-agent",
                Map.of(
                        Labels.CONTAINER_UUID, Fixtures.uuid(1),
                        Labels.INSTANCE, "1i1",
                        Labels.CONTAINER_SYSTEM, "rancher-agent"));
        host.wants(1, web(1, Target.REMOVED)).advance(ofMinutes(1));

        assertThat(host.engine.isRunning("drover-agent")).isTrue();
    }
}
