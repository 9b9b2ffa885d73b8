package io.drover.scheduler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.placement.Liveness;
import io.drover.scheduler.reconcile.InstanceView.Desired;
import io.drover.scheduler.reconcile.InstanceView.Observation;
import io.drover.scheduler.reconcile.InstanceWireState.Circumstances;
import io.drover.scheduler.reconcile.ServiceWireState.Request;
import io.drover.scheduler.reconcile.StackWireState.Member;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WireStateTest {
    private static final ServiceStatus DONE = new ServiceStatus(true, 2, 2, 2, false, HealthState.HEALTHY, null, false);
    private static final ServiceStatus HALF =
            new ServiceStatus(false, 2, 2, 1, false, HealthState.INITIALIZING, "1 of 2 instances run", false);
    private static final ServiceStatus REFUSED =
            new ServiceStatus(false, 1, 2, 1, false, HealthState.DEGRADED, "no host fits", true);
    private static final ServiceStatus RESTARTING =
            new ServiceStatus(false, 2, 2, 1, true, HealthState.DEGRADED, "1 of 2 instances run", false);

    /** @param expected state, transitioning, message, progress */
    record ServiceCase(String name, Request request, ServiceStatus status, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<ServiceCase> SERVICES = List.of(
            service("created", Activity.INACTIVE, 1, 0, false, DONE, "registering yes In Progress null"),
            service("resting", Activity.INACTIVE, 1, 1, false, DONE, "inactive no null null"),
            service(
                    "asked to start, not looked at",
                    Activity.ACTIVE,
                    2,
                    1,
                    false,
                    DONE,
                    "activating yes In Progress null"),
            service("starting", Activity.ACTIVE, 2, 2, false, HALF, "activating yes 1 of 2 instances run 50"),
            service("cannot start", Activity.ACTIVE, 2, 2, false, REFUSED, "activating error no host fits 50"),
            service("started", Activity.ACTIVE, 2, 2, true, DONE, "active no null null"),
            service("scaled, not looked at", Activity.ACTIVE, 3, 2, true, DONE, "updating-active yes In Progress null"),
            service("scaling", Activity.ACTIVE, 3, 3, true, HALF, "updating-active yes 1 of 2 instances run 50"),
            service("disturbed", Activity.ACTIVE, 3, 3, true, REFUSED, "updating-active error no host fits 50"),
            service("restarting", Activity.ACTIVE, 3, 3, true, RESTARTING, "restarting yes 1 of 2 instances run 50"),
            service("stopping", Activity.INACTIVE, 4, 4, true, HALF, "deactivating yes 1 of 2 instances run null"),
            service(
                    "changed while inactive",
                    Activity.INACTIVE,
                    4,
                    3,
                    false,
                    DONE,
                    "updating-inactive yes In Progress null"),
            service("being removed", Activity.REMOVED, 5, 5, true, HALF, "removing yes 1 of 2 instances run null"),
            service("removed", Activity.REMOVED, 5, 5, true, DONE, "removed no null null"));

    @ParameterizedTest
    @FieldSource("SERVICES")
    void computesServices(ServiceCase c) {
        WireState state = ServiceWireState.of(c.request(), c.status());
        assertThat(inShort(state) + " " + state.progress()).isEqualTo(c.expected());
        assertThat(ServiceWireState.ACTIONS).containsEntry(state.state(), state.actions());
    }

    @Test
    void everyServiceStateButRemovalHasAWayOut() {
        ServiceWireState.ACTIONS.forEach((state, actions) -> {
            if (!state.startsWith("remov")) {
                assertThat(actions).as(state).contains("remove");
            }
        });
        assertThat(List.of("activating", "updating-active", "restarting", "deactivating"))
                .allSatisfy(
                        state -> assertThat(ServiceWireState.ACTIONS.get(state)).contains("update"));
    }

    record InstanceCase(
            Target target, @Nullable State observed, int starts, boolean startOnce, Liveness host, String expected) {}

    static final List<InstanceCase> INSTANCES = List.of(
            run(null, 0, "requested yes In Progress"),
            run(State.PENDING, 0, "requested yes In Progress"),
            run(State.PULLING, 0, "creating yes In Progress"),
            run(State.CREATING, 0, "creating yes In Progress"),
            run(State.CREATED, 0, "starting yes In Progress"),
            run(State.STARTING, 0, "starting yes In Progress"),
            run(State.RUNNING, 1, "running no null"),
            run(State.EXITED, 1, "restarting yes exited with code 7, is started again"),
            run(State.FAILED, 0, "error error In Progress"),
            run(State.FAILED, 2, "restarting error In Progress"),
            run(State.STOPPED, 1, "starting yes In Progress"),
            run(State.STOPPING, 1, "stopping yes In Progress"),
            run(State.REMOVED, 1, "creating yes In Progress"),
            new InstanceCase(Target.RUNNING, State.EXITED, 1, true, Liveness.ACTIVE, "stopped no null"),
            new InstanceCase(Target.RUNNING, State.STOPPED, 1, true, Liveness.ACTIVE, "stopped no null"),
            stop(null, "stopped no null"),
            stop(State.RUNNING, "stopping yes In Progress"),
            stop(State.STOPPING, "stopping yes In Progress"),
            stop(State.EXITED, "stopped no null"),
            stop(State.STOPPED, "stopped no null"),
            stop(State.FAILED, "stopping error In Progress"),
            new InstanceCase(Target.REMOVED, null, 0, false, Liveness.ACTIVE, "removing yes In Progress"),
            new InstanceCase(Target.REMOVED, State.RUNNING, 1, false, Liveness.ACTIVE, "removing yes In Progress"),
            new InstanceCase(Target.REMOVED, State.REMOVED, 1, false, Liveness.ACTIVE, "removed no null"),
            new InstanceCase(
                    Target.RUNNING,
                    State.RUNNING,
                    1,
                    false,
                    Liveness.RECONNECTING,
                    "running no host h1 is reconnecting; this is what it reported last"),
            new InstanceCase(
                    Target.REMOVED,
                    State.RUNNING,
                    1,
                    false,
                    Liveness.LOST,
                    "removing yes host h1 is lost; this is what it reported last"));

    @ParameterizedTest
    @FieldSource("INSTANCES")
    void computesInstances(InstanceCase c) {
        Observation observed = c.observed() == null
                ? null
                : new Observation(c.observed(), 0, c.starts(), c.observed() == State.EXITED ? 7 : null, null);
        WireState state = InstanceWireState.of(
                new Desired(c.target(), 0, Instant.EPOCH), observed, new Circumstances(c.startOnce(), c.host(), "h1"));
        assertThat(inShort(state)).isEqualTo(c.expected());
        assertThat(InstanceWireState.ACTIONS).containsEntry(state.state(), state.actions());
    }

    @Test
    void aRestartThatIsAskedForShowsUntilTheContainerHasIt() {
        var desired = new Desired(Target.RUNNING, 2, Instant.EPOCH);
        var here = new Circumstances(false, Liveness.ACTIVE, "h1");
        assertThat(List.of(State.RUNNING, State.STOPPING, State.STARTING))
                .allSatisfy(state -> assertThat(
                                InstanceWireState.of(desired, new Observation(state, 1, 1, null, null), here)
                                        .state())
                        .isEqualTo("restarting"));
        assertThat(InstanceWireState.of(desired, new Observation(State.RUNNING, 2, 2, null, null), here)
                        .state())
                .isEqualTo("running");
    }

    @Test
    void theAgentsSentenceIsShown() {
        assertThat(InstanceWireState.of(
                                new Desired(Target.RUNNING, 0, Instant.EPOCH),
                                new Observation(State.FAILED, 0, 0, null, "image nope:1 does not exist"),
                                new Circumstances(false, Liveness.ACTIVE, "h1"))
                        .message())
                .isEqualTo("image nope:1 does not exist");
    }

    record HostCase(HostWireState.Wish wish, Liveness liveness, int left, String expected) {}

    static final List<HostCase> HOSTS = List.of(
            new HostCase(HostWireState.Wish.ACTIVE, Liveness.ACTIVE, 0, "active no null"),
            new HostCase(
                    HostWireState.Wish.ACTIVE,
                    Liveness.RECONNECTING,
                    0,
                    "reconnecting yes the agent is not connected; the host's containers are believed to run"),
            new HostCase(
                    HostWireState.Wish.ACTIVE,
                    Liveness.LOST,
                    0,
                    "disconnected error the agent has been silent too long; its containers are started on other hosts"),
            new HostCase(HostWireState.Wish.INACTIVE, Liveness.ACTIVE, 0, "inactive no null"),
            new HostCase(
                    HostWireState.Wish.INACTIVE,
                    Liveness.LOST,
                    0,
                    "inactive no the agent has been silent too long; its containers are started on other hosts"),
            new HostCase(HostWireState.Wish.REMOVED, Liveness.ACTIVE, 2, "removing yes 2 containers are being removed"),
            new HostCase(HostWireState.Wish.REMOVED, Liveness.ACTIVE, 0, "removed no null"),
            new HostCase(HostWireState.Wish.REMOVED, Liveness.LOST, 2, "removed no null"));

    @ParameterizedTest
    @FieldSource("HOSTS")
    void computesHosts(HostCase c) {
        WireState state = HostWireState.of(c.wish(), c.liveness(), c.left(), null);
        assertThat(inShort(state)).isEqualTo(c.expected());
        assertThat(HostWireState.ACTIONS).containsEntry(state.state(), state.actions());
    }

    record StackCase(String name, List<Member> services, HealthState expected) {}

    static final List<StackCase> STACKS = List.of(
            new StackCase("empty", List.of(), HealthState.HEALTHY),
            new StackCase(
                    "well",
                    List.of(member(HealthState.HEALTHY), member(HealthState.STARTED_ONCE)),
                    HealthState.HEALTHY),
            new StackCase("once", List.of(member(HealthState.STARTED_ONCE)), HealthState.STARTED_ONCE),
            new StackCase(
                    "coming",
                    List.of(member(HealthState.HEALTHY), member(HealthState.INITIALIZING)),
                    HealthState.INITIALIZING),
            new StackCase(
                    "half", List.of(member(HealthState.HEALTHY), member(HealthState.UNHEALTHY)), HealthState.DEGRADED),
            new StackCase("limping", List.of(member(HealthState.DEGRADED)), HealthState.UNHEALTHY),
            new StackCase("down", List.of(member(HealthState.UNHEALTHY)), HealthState.UNHEALTHY),
            new StackCase(
                    "an inactive service counts against its stack",
                    List.of(member(HealthState.HEALTHY), new Member("db", Activity.INACTIVE, HealthState.HEALTHY)),
                    HealthState.DEGRADED));

    @ParameterizedTest
    @FieldSource("STACKS")
    void judgesStacks(StackCase c) {
        assertThat(StackWireState.health(c.services())).isEqualTo(c.expected());
    }

    @Test
    void aStackIsRemovedWhenItsLastServiceIs() {
        assertThat(inShort(StackWireState.of(Activity.ACTIVE, List.of()))).isEqualTo("active no null");
        assertThat(inShort(StackWireState.of(Activity.REMOVED, List.of(member(HealthState.HEALTHY)))))
                .isEqualTo("removing yes 1 service is being removed");
        assertThat(inShort(StackWireState.of(Activity.REMOVED, List.of()))).isEqualTo("removed no null");
    }

    private static String inShort(WireState state) {
        return "%s %s %s".formatted(state.state(), state.transitioning().wire(), state.message());
    }

    private static ServiceCase service(
            String name,
            Activity activity,
            long generation,
            long statusGeneration,
            boolean everActive,
            ServiceStatus status,
            String expected) {
        return new ServiceCase(name, new Request(activity, generation, statusGeneration, everActive), status, expected);
    }

    private static InstanceCase run(@Nullable State observed, int starts, String expected) {
        return new InstanceCase(Target.RUNNING, observed, starts, false, Liveness.ACTIVE, expected);
    }

    private static InstanceCase stop(@Nullable State observed, String expected) {
        return new InstanceCase(Target.STOPPED, observed, 1, false, Liveness.ACTIVE, expected);
    }

    private static Member member(HealthState health) {
        return new Member("web", Activity.ACTIVE, health);
    }
}
