package io.drover.agent.reconcile;

import static io.drover.agent.simulation.Fixtures.spec;
import static io.drover.agent.simulation.Fixtures.uuid;
import static io.drover.agent.simulation.Fixtures.version;
import static io.drover.agent.simulation.Fixtures.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.engine.EngineClient.Creation;
import io.drover.agent.engine.EngineContainer;
import io.drover.agent.engine.EngineContainer.Reach;
import io.drover.agent.engine.EngineContainer.Run;
import io.drover.agent.engine.EngineContainer.State;
import io.drover.agent.reconcile.InstanceMemory.Image;
import io.drover.agent.simulation.Fixtures;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReconcilerTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final InstanceMemory STARTED = InstanceMemory.remembered(1, 1);
    private static final String C1 = "c1";

    record Case(
            String name,
            DesiredInstance desired,
            List<EngineContainer> containers,
            InstanceMemory memory,
            List<String> steps,
            Optional<Duration> wakeIn) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(
            String name, DesiredInstance desired, Optional<State> container, InstanceMemory memory, String... steps) {
        return new Case(
                name,
                desired,
                container.map(ReconcilerTest::c1).stream().toList(),
                memory,
                List.of(steps),
                Optional.empty());
    }

    private static Case waiting(
            String name, DesiredInstance desired, Optional<State> container, InstanceMemory memory, Duration wakeIn) {
        return new Case(
                name,
                desired,
                container.map(ReconcilerTest::c1).stream().toList(),
                memory,
                List.of(),
                Optional.of(wakeIn));
    }

    private static EngineContainer c1(State state) {
        return container(C1, 1, state, NOW.minusSeconds(60).toEpochMilli());
    }

    private static EngineContainer container(String engineId, long id, State state, long started) {
        Creation creation = new Creation("web-" + id, "g1", web(id), Map.of());
        Run run = new Run(state, state == State.EXITED ? Integer.valueOf(1) : null, started, 0, true);
        return new EngineContainer(engineId, "web-" + id, "web", creation.labels(), id, run, Reach.NONE);
    }

    private static final Optional<State> NONE = Optional.empty();
    private static final DesiredInstance ALWAYS_PULLED =
            new DesiredInstance(1, uuid(1), "web-1", Target.RUNNING, 1, true, 10, true, spec("web"));

    static final List<Case> CASES = List.of(
            of("missing: create", web(1), NONE, InstanceMemory.NEW, "create web-1"),
            of("image known to be missing: pull", web(1), NONE, STARTED.with(Image.MISSING), "pull web"),
            of("image pulled: create", web(1), NONE, STARTED.with(Image.PULLED), "create web-1"),
            of("always pulled: pull first", ALWAYS_PULLED, NONE, STARTED, "pull web"),
            of("always pulled, done: create", ALWAYS_PULLED, NONE, STARTED.with(Image.PULLED), "create web-1"),
            of("created: start", web(1), Optional.of(State.CREATED), InstanceMemory.NEW, "start c1"),
            of("running: nothing", web(1), Optional.of(State.RUNNING), STARTED),
            of("paused: nothing", web(1), Optional.of(State.PAUSED), STARTED),
            of("exited: start", web(1), Optional.of(State.EXITED), STARTED, "start c1"),
            of("exited but being removed: nothing", web(1), Optional.of(State.REMOVING), STARTED),
            of(
                    "restart asked for: stop",
                    Fixtures.of(1, Target.RUNNING, 2, true, spec("web")),
                    Optional.of(State.RUNNING),
                    STARTED,
                    "stop c1"),
            of(
                    "restart asked for, stopped: start",
                    Fixtures.of(1, Target.RUNNING, 2, false, spec("web")),
                    Optional.of(State.EXITED),
                    STARTED,
                    "start c1"),
            of(
                    "start-once, exited: nothing",
                    Fixtures.of(1, Target.RUNNING, 1, false, spec("web")),
                    Optional.of(State.EXITED),
                    STARTED),
            of("to be stopped: stop", web(1, Target.STOPPED), Optional.of(State.RUNNING), STARTED, "stop c1"),
            of("to be stopped, paused: stop", web(1, Target.STOPPED), Optional.of(State.PAUSED), STARTED, "stop c1"),
            of("to be stopped, exited: nothing", web(1, Target.STOPPED), Optional.of(State.EXITED), STARTED),
            of("to be stopped, missing: nothing", web(1, Target.STOPPED), NONE, STARTED),
            of("to be removed: stop first", web(1, Target.REMOVED), Optional.of(State.RUNNING), STARTED, "stop c1"),
            of(
                    "to be removed, exited: remove",
                    web(1, Target.REMOVED),
                    Optional.of(State.EXITED),
                    STARTED,
                    "remove c1"),
            of("to be removed, dead: remove", web(1, Target.REMOVED), Optional.of(State.DEAD), STARTED, "remove c1"),
            of("to be removed, gone: nothing", web(1, Target.REMOVED), NONE, STARTED),
            of(
                    "first young death: start at once",
                    web(1),
                    Optional.of(State.EXITED),
                    STARTED.died(NOW.minusSeconds(1), NOW),
                    "start c1"),
            waiting(
                    "second young death: in a second",
                    web(1),
                    Optional.of(State.EXITED),
                    STARTED.died(NOW.minusSeconds(2), NOW.minusSeconds(1)).died(NOW.minusSeconds(1), NOW),
                    Duration.ofSeconds(1)),
            of(
                    "death after a stable run: start at once",
                    web(1),
                    Optional.of(State.EXITED),
                    STARTED.died(NOW, NOW).died(NOW, NOW).died(NOW.minusSeconds(10), NOW),
                    "start c1"),
            waiting("failed once: in two seconds", web(1), NONE, STARTED.failed("no", NOW), Duration.ofSeconds(2)),
            waiting(
                    "failed twice: in four",
                    web(1),
                    NONE,
                    STARTED.failed("no", NOW).failed("no", NOW),
                    Duration.ofSeconds(4)),
            of("back-off over: try", web(1), NONE, STARTED.failed("no", NOW.minusSeconds(2)), "create web-1"),
            of(
                    "failed, but the user changed something: try",
                    web(1),
                    NONE,
                    STARTED.failed("no", NOW).changed(),
                    "create web-1"));

    @ParameterizedTest
    @FieldSource("CASES")
    void plans(Case given) {
        Plan plan = plan(List.of(given.desired()), given.containers(), Map.of(uuid(1), given.memory()), Set.of());
        assertThat(plan.actions()).extracting(ReconcilerTest::brief).isEqualTo(given.steps());
        assertThat(plan.wakeAt()).isEqualTo(given.wakeIn().map(NOW::plus));
    }

    private static Plan plan(
            List<DesiredInstance> desired,
            List<EngineContainer> containers,
            Map<String, InstanceMemory> memories,
            Set<String> busy) {
        return Reconciler.plan(
                new DesiredDocument(version(1, 1), desired), new Observed(containers), memories, busy, NOW);
    }

    private static String brief(Action action) {
        return switch (action) {
            case Action.Pull pull -> "pull " + pull.image();
            case Action.Create create -> "create " + create.creation().name();
            case Action.Start start -> "start " + start.container();
            case Action.Stop stop -> "stop " + stop.container();
            case Action.Remove remove -> "remove " + remove.container();
        };
    }

    @Test
    void leavesAnInstanceAloneWhileAStepIsInFlight() {
        assertThat(plan(List.of(web(1)), List.of(), Map.of(), Set.of(uuid(1)))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void joinsByTheEnginesIdAndInOrder() {
        DesiredInstance sidekick = Fixtures.of(1, Target.RUNNING, 1, true, Fixtures.joining(2));
        Plan before = plan(List.of(sidekick, web(2)), List.of(), Map.of(), Set.of());
        assertThat(before.actions()).extracting(ReconcilerTest::brief).containsExactly("create web-2");
        assertThat(before.waiting().get(uuid(1))).isEqualTo("It waits until web-2 is created, which it builds on");

        EngineContainer owner = container("c2", 2, State.RUNNING, NOW.toEpochMilli());
        Plan after = plan(List.of(sidekick, web(2)), List.of(owner), Map.of(uuid(2), STARTED), Set.of());
        assertThat(after.actions())
                .containsExactly(new Action.Create(
                        new Creation("web-1", "g1", sidekick, Map.of(uuid(2), "c2")), "it does not exist"));
    }

    @Test
    void pullsOneImageOnceForAll() {
        Map<String, InstanceMemory> lacking =
                Map.of(uuid(1), STARTED.with(Image.MISSING), uuid(2), STARTED.with(Image.MISSING));
        assertThat(plan(List.of(web(1), web(2)), List.of(), lacking, Set.of()).actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Pull.class, pull -> assertThat(pull.waiting()).containsExactly(uuid(1), uuid(2)));
    }

    @Test
    void removesOnlyWhatCarriesTheUuid() {
        EngineContainer other = container("c9", 9, State.EXITED, 0);
        assertThat(plan(List.of(web(1, Target.REMOVED)), List.of(c1(State.EXITED), other), Map.of(), Set.of())
                        .actions())
                .extracting(ReconcilerTest::brief)
                .containsExactly("remove c1");
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        List<DesiredInstance> wish = List.of(web(3), web(1), web(2));
        assertThat(plan(wish, List.of(), Map.of(), Set.of()))
                .isEqualTo(plan(wish.reversed(), List.of(), Map.of(), Set.of()));
    }
}
