package io.drover.agent.simulation;

import static io.drover.agent.simulation.Fixtures.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.engine.EngineContainer;
import io.drover.model.Labels;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * After any history of wishes, deaths, lost events, silences and agent restarts, the engine comes to match the last wish and then
 * nothing happens any more. {@link SimulatedHost} checks on the way that nothing is removed unasked and no older word obeyed.
 */
class ConvergenceTest {
    private static final int INSTANCES = 4;

    /** One thing that happens. {@code who} picks an instance, {@code how} a variant, {@code millis} the time after it. */
    record Happening(int what, int who, int how, int millis) {}

    @Provide
    Arbitrary<List<Happening>> histories() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(1, INSTANCES),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3000))
                .as(Happening::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 300)
    void anyHistoryConvergesAndThenIsQuiet(@ForAll("histories") List<Happening> history) {
        SimulatedHost host = new SimulatedHost();
        host.engine.dockerRun("by-hand");
        host.engine.leftover("other", Map.of(Labels.CONTAINER_UUID, "unknown", Labels.INSTANCE, "1i99"));
        host.engine.leftover("rancher", Map.of(Labels.CONTAINER_UUID, "theirs"));
        List<DesiredInstance> wish = new ArrayList<>();
        for (long id = 1; id <= INSTANCES; id++) {
            wish.add(web(id));
        }
        long revision = 1;
        host.says(snapshot(revision, wish));

        for (Happening happening : history) {
            revision = happen(host, happening, wish, revision);
            host.advance(Duration.ofMillis(happening.millis()));
        }
        host.engine.thaw();
        host.says(snapshot(++revision, wish)).link().advance(Duration.ofMinutes(5));

        host.takeActions();
        host.advance(Duration.ofMinutes(5));
        assertThat(host.takeActions()).as("steps after convergence").isEmpty();
        wish.forEach(instance -> assertMatches(host, instance));
        assertThat(host.engine.all()).extracting(EngineContainer::name).contains("by-hand", "other", "rancher");
        assertThat(List.of("by-hand", "other", "rancher")).allMatch(host.engine::isRunning);
    }

    private static DesiredMessage snapshot(long revision, List<DesiredInstance> wish) {
        return new DesiredMessage.Snapshot(Fixtures.version(2, revision), wish);
    }

    private static long happen(SimulatedHost host, Happening happening, List<DesiredInstance> wish, long revision) {
        String name = "web-" + happening.who();
        switch (happening.what()) {
            case 0, 1 -> {
                Target target = Target.values()[happening.how()];
                DesiredInstance changed = web(happening.who(), target);
                wish.set(happening.who() - 1, changed);
                host.says(new DesiredMessage.Delta(Fixtures.version(2, revision + 1), List.of(changed), List.of()));
                return revision + 1;
            }
            case 2 -> {
                DesiredInstance now = wish.get(happening.who() - 1);
                DesiredInstance restarted =
                        Fixtures.of(now.id(), now.target(), now.startGeneration() + 1, true, now.container());
                wish.set(happening.who() - 1, restarted);
                host.says(snapshot(revision + 1, wish));
                return revision + 1;
            }
            case 3 -> host.engine.dockerKill(name);
            case 4 -> host.engine.dockerRmForce(name);
            case 5 -> host.engine.exits(name, happening.how());
            case 6 -> host.engine.loseEvents();
            case 7 -> host.engine.gap();
            case 8 -> host.restartAgent();
            case 9 -> host.engine.freeze();
            case 10 -> host.engine.thaw();
            default ->
                host.says(new DesiredMessage.Snapshot(
                        Fixtures.version(1, revision + 100), List.of(web(happening.who(), Target.REMOVED))));
        }
        return revision;
    }

    private static void assertMatches(SimulatedHost host, DesiredInstance instance) {
        List<EngineContainer> containers = host.engine.all().stream()
                .filter(container -> instance.uuid().equals(container.ownedUuid()))
                .toList();
        switch (instance.target()) {
            case RUNNING ->
                assertThat(containers).singleElement().matches(one -> one.run().isUp());
            case STOPPED -> assertThat(containers).noneMatch(one -> one.run().isUp());
            case REMOVED -> assertThat(containers).isEmpty();
        }
    }
}
