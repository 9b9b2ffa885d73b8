package io.drover.scheduler.reconcile;

import static io.drover.scheduler.placement.HostFixture.host;
import static io.drover.scheduler.reconcile.ServiceFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.HostFixture;
import io.drover.scheduler.placement.HostSnapshot;
import io.drover.scheduler.placement.Liveness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every single decision, whatever the rows say. That decisions lead somewhere is the simulation's to show. */
class ServiceReconcilerPropertyTest {
    private record Situation(ServiceView view, List<HostSnapshot> hosts) {
        Reconciliation decide(ReplacementBudget budget) {
            return ServiceReconciler.reconcile(view, hosts, budget, Limits.NONE, NOW);
        }
    }

    @Property(tries = 500)
    void neverTwoLiveUnitsPerSlotAndNothingOnAHostThatCannotTakeIt(@ForAll long seed) {
        Situation situation = situation(new Random(seed));
        Plan plan = situation.decide(budget(100, 0)).plan();
        Set<Long> removed = plan.actions().stream()
                .filter(Action.RemoveInstance.class::isInstance)
                .map(action -> ((Action.RemoveInstance) action).instance().value())
                .collect(Collectors.toSet());
        Set<Integer> slots = new HashSet<>();
        for (UnitView unit : situation.view().units()) {
            if (unit.instances().stream()
                    .anyMatch(instance ->
                            instance.isLive() && !removed.contains(instance.id().value()))) {
                assertThat(slots.add(unit.index())).as("slot %d", unit.index()).isTrue();
            }
        }
        Set<HostId> schedulable = situation.hosts().stream()
                .filter(HostSnapshot::isSchedulable)
                .map(HostSnapshot::id)
                .collect(Collectors.toSet());
        for (Action action : plan.actions()) {
            if (action instanceof Action.CreateUnit create) {
                assertThat(slots.add(create.index()))
                        .as("slot %d", create.index())
                        .isTrue();
                assertThat(schedulable).contains(create.host());
            }
        }
        if (situation.view().activity() == Activity.ACTIVE) {
            assertThat(slots.size()).isLessThanOrEqualTo(situation.view().spec().scale());
        }
    }

    @Property(tries = 500)
    void neverOverBudget(
            @ForAll long seed, @ForAll @IntRange(max = 6) int allowance, @ForAll @IntRange(max = 6) int used) {
        Situation situation = situation(new Random(seed));
        Plan plan = situation.decide(budget(allowance, used)).plan();
        int largestUnit = situation.view().spec().launchConfigs().size();
        int limit = used == 0 ? Math.max(allowance, largestUnit) : Math.max(0, allowance - used);
        assertThat(plan.replaced()).isLessThanOrEqualTo(limit);
    }

    @Property(tries = 300)
    void theOrderOfHostsAndUnitsDoesNotMatter(@ForAll long seed) {
        var random = new Random(seed);
        Situation situation = situation(random);
        var hosts = new ArrayList<>(situation.hosts());
        var units = new ArrayList<>(situation.view().units());
        Collections.shuffle(hosts, random);
        Collections.shuffle(units, random);
        ServiceView view = situation.view();
        var shuffled = new ServiceView(
                view.identity(),
                view.spec(),
                view.revision(),
                view.activity(),
                view.restart(),
                view.nextCreateIndex(),
                units);
        var budget = budget(4, 1);
        Reconciliation other = new Situation(shuffled, hosts).decide(budget);
        assertThat(Set.copyOf(other.plan().actions()))
                .isEqualTo(Set.copyOf(situation.decide(budget).plan().actions()));
        assertThat(other.plan().wakeAt())
                .isEqualTo(situation.decide(budget).plan().wakeAt());
    }

    @Property(tries = 300)
    void quietMeansConvergedOrWaitingForAReport(@ForAll long seed) {
        Reconciliation decision = situation(new Random(seed)).decide(budget(100, 0));
        ServiceStatus status = decision.status();
        assertThat(status.message() == null).isEqualTo(status.converged());
        if (status.converged()) {
            assertThat(decision.plan()).isEqualTo(Plan.NOTHING);
            assertThat(status.error()).isFalse();
        }
    }

    private static ReplacementBudget budget(int allowance, int used) {
        return new ReplacementBudget(allowance, used, NOW.plusSeconds(30));
    }

    private static Situation situation(Random random) {
        ServiceFixture service = ServiceFixture.web(random.nextInt(5))
                .revision(2)
                .activity(random.nextInt(4) == 0 ? Activity.values()[random.nextInt(3)] : Activity.ACTIVE);
        boolean sidekick = random.nextBoolean();
        if (sidekick) {
            service.sidekick("logger", random.nextBoolean() ? new String[] {""} : new String[0]);
        }
        if (random.nextInt(3) == 0) {
            service.restart(1, 1 + random.nextInt(2));
        }
        int hostCount = random.nextInt(4);
        for (int unit = random.nextInt(7); unit > 0; unit--) {
            int index = random.nextInt(6);
            long where = 1 + random.nextInt(hostCount + 1);
            if (sidekick && random.nextInt(4) > 0) {
                service.unit(index, where, Map.of("", shape(random), "logger", shape(random)));
            } else {
                service.unit(index, where, shape(random));
            }
        }
        List<HostSnapshot> hosts = IntStream.rangeClosed(1, hostCount)
                .mapToObj(id -> service.on(anyHost(random, id).build()))
                .toList();
        return new Situation(service.view(), hosts);
    }

    private static HostFixture anyHost(Random random, int id) {
        HostFixture host = host(id);
        return switch (random.nextInt(5)) {
            case 0 -> host.cordoned();
            case 1 -> host.liveness(Liveness.RECONNECTING);
            case 2 -> host.liveness(Liveness.LOST);
            default -> host;
        };
    }

    private static ServiceFixture.Shape shape(Random random) {
        State state = State.values()[random.nextInt(State.values().length)];
        ServiceFixture.Shape shape = random.nextInt(3) == 0
                ? ServiceFixture.fresh()
                : ServiceFixture.observed(random.nextBoolean() ? State.RUNNING : state, 0, random.nextInt(4), null);
        return shape.target(random.nextInt(4) == 0 ? Target.values()[random.nextInt(3)] : Target.RUNNING)
                .revision(1 + random.nextInt(2));
    }
}
