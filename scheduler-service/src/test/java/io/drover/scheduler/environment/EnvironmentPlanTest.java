package io.drover.scheduler.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.PrivilegePolicy;
import io.drover.model.environment.Quota;
import io.drover.scheduler.environment.EnvironmentPlan.Step;
import io.drover.scheduler.environment.Holdings.Host;
import io.drover.scheduler.environment.Holdings.Marks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EnvironmentPlanTest {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Instant BEGUN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Marks REMOVING = new Marks(BEGUN, false, false, true, true, null);

    @Test
    void anEnvironmentThatLivesIsLeftAloneWhateverItsState() {
        for (State state : List.of(State.ACTIVE, State.INACTIVE)) {
            var plan =
                    plan(holdings(state, new Marks(null, false, false, true, true, null), 3, host(1, true, 5)), BEGUN);
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.note()).isNull();
            assertThat(plan.wakeAt()).isEmpty();
        }
    }

    @Test
    void aTemplatesStacksAreMadeAtOnceAndStartedWithTheFirstHost() {
        assertThat(plan(holdings(State.ACTIVE, Marks.NONE, 0), BEGUN).steps())
                .containsExactly(new Step.MakeTemplateStacks());
        var made = new Marks(null, false, false, true, false, null);
        assertThat(plan(holdings(State.ACTIVE, made, 1, host(1, false, 0)), BEGUN)
                        .steps())
                .isEmpty();
        assertThat(plan(holdings(State.ACTIVE, made, 1, host(1, true, 0)), BEGUN)
                        .steps())
                .containsExactly(new Step.StartTemplateStacks());
    }

    @Test
    void stacksGoFirstAndEachHostWhenNothingIsOnIt() {
        assertThat(plan(holdings(State.REMOVED, Marks.NONE, 2, host(1, true, 3)), BEGUN)
                        .steps())
                .containsExactly(new Step.BeginRemoval());
        assertThat(plan(holdings(State.REMOVED, REMOVING, 2, host(1, true, 3), host(2, true, 0)), BEGUN)
                        .steps())
                .containsExactly(new Step.RemoveStacks());
        var asked = new Holdings(
                facts(State.REMOVED), REMOVING, 0, 2, List.of(host(1, true, 3), host(2, true, 0)), List.of());
        assertThat(plan(asked, BEGUN).steps()).containsExactly(new Step.RemoveHost(host(2, true, 0)));
        assertThat(plan(asked, BEGUN).note()).isEqualTo("being removed: 2 stacks, 3 containers on 2 hosts");
    }

    @Test
    void whoIsOutOfReachIsNamedAndGivenUpAfterTheGrace() {
        var waiting = new Holdings(facts(State.REMOVED), REMOVING, 0, 1, List.of(host(1, false, 1)), List.of());
        var patient = plan(waiting, BEGUN.plus(GRACE).minusSeconds(1));
        assertThat(patient.steps()).isEmpty();
        assertThat(patient.note())
                .isEqualTo("being removed: 1 stack, 1 container on 1 host; out of reach: h1,"
                        + " given up at 2026-01-01T12:10:00Z if they do not come back");
        assertThat(plan(waiting, BEGUN.plus(GRACE)).steps()).containsExactly(new Step.GiveUpHost(host(1, false, 1)));
        // One that is connected but does not do it holds nobody up either.
        var hangs = new Holdings(facts(State.REMOVED), REMOVING, 0, 1, List.of(host(1, true, 1)), List.of());
        assertThat(plan(hangs, BEGUN.plus(GRACE)).steps()).containsExactly(new Step.GiveUpHost(host(1, true, 1)));
    }

    @Test
    void theEndIsToldOnceAndNamesWhatWasLeftThenTheRowsGo() {
        var empty = new Holdings(facts(State.REMOVED), REMOVING, 0, 0, List.of(), List.of("shop-web-1 on h1"));
        assertThat(plan(empty, BEGUN).steps())
                .containsExactly(
                        new Step.Finish(
                                "removed; left on hosts that were out of reach or did not remove them: shop-web-1 on h1; remove them there by hand"));
        var emptied = new Marks(BEGUN, true, false, true, true, "x");
        assertThat(plan(holdings(State.REMOVED, emptied, 0), BEGUN).steps()).containsExactly(new Step.Purge());
        var purged = new Marks(BEGUN, true, true, true, true, "x");
        assertThat(plan(holdings(State.REMOVED, purged, 0), BEGUN).steps()).isEmpty();
    }

    /** Whatever hosts do, a removed environment is empty a little after the grace, and no host loses its place before it must. */
    @Property(tries = 200)
    void aRemovalEnds(@ForAll long seed) {
        var random = new Random(seed);
        List<Host> hosts = new ArrayList<>();
        for (int i = 1; i <= 1 + random.nextInt(5); i++) {
            hosts.add(host(i, random.nextBoolean(), random.nextInt(4)));
        }
        int stacks = random.nextInt(3);
        int unasked = stacks;
        Marks marks = Marks.NONE;
        Instant now = BEGUN;
        while (!marks.purged()) {
            assertThat(now).as("seed %d", seed).isBefore(BEGUN.plus(GRACE).plusSeconds(30));
            var holdings = new Holdings(facts(State.REMOVED), marks, unasked, stacks, hosts, List.of());
            for (Step step : plan(holdings, now).steps()) {
                switch (step) {
                    case Step.BeginRemoval _ -> marks = new Marks(now, false, false, true, true, null);
                    case Step.RemoveStacks _ -> unasked = 0;
                    case Step.RemoveHost(Host host) -> {
                        assertThat(host.containers()).as("seed %d", seed).isZero();
                        hosts.removeIf(one -> one.id().equals(host.id()));
                    }
                    case Step.GiveUpHost(Host host) -> {
                        assertThat(now).as("seed %d", seed).isAfterOrEqualTo(BEGUN.plus(GRACE));
                        hosts.removeIf(one -> one.id().equals(host.id()));
                    }
                    case Step.Finish _ -> {
                        assertThat(hosts).as("seed %d", seed).isEmpty();
                        marks = new Marks(BEGUN, true, false, true, true, "told");
                    }
                    case Step.Purge _ -> marks = new Marks(BEGUN, true, true, true, true, "told");
                    case Step.MakeTemplateStacks _, Step.StartTemplateStacks _ ->
                        throw new AssertionError("nothing is made in a removed environment, seed " + seed);
                }
            }
            if (unasked == 0 && random.nextInt(3) == 0) {
                hosts.replaceAll(host -> host.connected() && host.containers() > 0
                        ? host((int) host.id().value(), true, host.containers() - 1)
                        : host);
                hosts.replaceAll(host -> random.nextInt(20) == 0
                        ? host((int) host.id().value(), !host.connected(), host.containers())
                        : host);
            }
            stacks = hosts.stream().allMatch(host -> host.containers() == 0) && unasked == 0 ? 0 : stacks;
            now = now.plusSeconds(2);
        }
    }

    private static EnvironmentPlan plan(Holdings holdings, Instant now) {
        return EnvironmentPlan.of(holdings, GRACE, now);
    }

    private static Holdings holdings(State state, Marks marks, int stacks, Host... hosts) {
        return new Holdings(facts(state), marks, stacks, stacks, List.of(hosts), List.of());
    }

    private static Host host(int number, boolean connected, long containers) {
        return new Host(new HostId(number), "h" + number, 100 + number, connected, false, containers);
    }

    private static EnvironmentFacts facts(State state) {
        return new EnvironmentFacts(
                new EnvironmentId(7),
                "u7",
                "team",
                state,
                Quota.UNLIMITED,
                PrivilegePolicy.RESTRICTED,
                null,
                List.of());
    }
}
