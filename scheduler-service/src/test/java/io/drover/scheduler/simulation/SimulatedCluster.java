package io.drover.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.environment.Quota;
import io.drover.model.link.ContainerSpec.Port;
import io.drover.model.link.ObservedInstance.State;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.Limits;
import io.drover.scheduler.reconcile.Plan;
import io.drover.scheduler.reconcile.ServiceFixture;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.reconcile.ServiceView.Restart;
import io.drover.scheduler.simulation.SimulatedHost.Container;
import io.drover.scheduler.simulation.SimulatedServer.Row;
import io.drover.scheduler.simulation.SimulatedServer.Service;
import io.drover.scheduler.spec.LaunchConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A whole installation on virtual time: server, hosts, agents, and what can happen to them. Hosts are {@code h1}, {@code h2},
 * ... The invariants are checked after every pass; the seed is part of every failure's message.
 */
public final class SimulatedCluster {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final long seed;
    private final Timeline time;
    private final SimulatedServer server;
    private final Map<String, SimulatedHost> machines = new TreeMap<>();

    private SimulatedCluster(int hosts, long seed) {
        this.seed = seed;
        this.time = new Timeline(seed);
        this.server = new SimulatedServer(time);
        for (int i = 1; i <= hosts; i++) {
            addHost();
        }
    }

    public static SimulatedCluster withHosts(int hosts) {
        return withHosts(hosts, 42);
    }

    public static SimulatedCluster withHosts(int hosts, long seed) {
        return new SimulatedCluster(hosts, seed);
    }

    public SimulatedCluster addHost() {
        var host = new SimulatedHost(new HostId(machines.size() + 1L), time, server);
        machines.put("h" + host.id.value(), host);
        server.addHost(host);
        server.wake();
        return this;
    }

    public SimulatedCluster deploy(String name, int scale, String... sidekicks) {
        return deploy(name, scale, Map.of(), List.of(), sidekicks);
    }

    public SimulatedCluster deployPublishing(String name, int scale, int port) {
        return deploy(name, scale, Map.of(), List.of(new Port(null, port, 80, "tcp")));
    }

    public SimulatedCluster deployLabelled(String name, int scale, String key, String value) {
        return deploy(name, scale, Map.of(key, value), List.of());
    }

    private SimulatedCluster deploy(
            String name, int scale, Map<String, String> labels, List<Port> ports, String... sidekicks) {
        var primary = new LaunchConfig("", ServiceFixture.container(labels, ports), null, List.of(), 10, Map.of());
        List<LaunchConfig> others = Arrays.stream(sidekicks)
                .map(sidekick -> new LaunchConfig(
                        sidekick, ServiceFixture.container(Map.of(), List.of()), null, List.of(), 10, Map.of()))
                .toList();
        var id = new ServiceId(server.services.size() + 1L);
        server.services.put(name, new Service(id, name, scale, primary, others));
        return woken();
    }

    public SimulatedCluster deployBroken(String name, int scale) {
        deploy(name, scale);
        service(name).startable = false;
        return this;
    }

    public SimulatedCluster scale(String name, int scale) {
        service(name).scale = scale;
        return woken();
    }

    public SimulatedCluster deactivate(String name) {
        service(name).activity = Activity.INACTIVE;
        return woken();
    }

    public SimulatedCluster activate(String name) {
        service(name).activity = Activity.ACTIVE;
        return woken();
    }

    public SimulatedCluster remove(String name) {
        service(name).activity = Activity.REMOVED;
        return woken();
    }

    public SimulatedCluster revise(String name) {
        service(name).revision++;
        return woken();
    }

    /** The next revision does not start. */
    public SimulatedCluster breakAndRevise(String name) {
        service(name).startable = false;
        return revise(name);
    }

    public SimulatedCluster repair(String name) {
        service(name).startable = true;
        return revise(name);
    }

    public SimulatedCluster restart(String name) {
        Service service = service(name);
        service.restart = new Restart(service.restart.startGeneration() + 1, 1, Duration.ofSeconds(2));
        return woken();
    }

    /** Writes rows that no plan would write. */
    public SimulatedCluster scatter(String name, int rows) {
        server.scatter(service(name), rows);
        return this;
    }

    /** The environment has a quota of so many containers from now on. */
    public SimulatedCluster limit(int containers) {
        server.limit(new Limits(Quota.of(Map.of(Quota.Item.CONTAINERS, (long) containers)), List.of()));
        return this;
    }

    /** The environment does not permit any more what its services ask for. */
    public SimulatedCluster forbid(String sentence) {
        server.limit(new Limits(Quota.UNLIMITED, List.of(sentence)));
        return this;
    }

    /** The network between host and server is cut; the host goes on. */
    public SimulatedCluster cut(String host) {
        SimulatedHost machine = machine(host);
        if (machine.linked) {
            machine.linked = false;
            server.silent(machine.id);
        }
        return this;
    }

    /** The machine stops at once. */
    public SimulatedCluster loseHost(String host) {
        SimulatedHost machine = machine(host);
        if (machine.up) {
            machine.crash();
            server.silent(machine.id);
        }
        return this;
    }

    /** The network is back; a machine that was off boots first. */
    public SimulatedCluster heal(String host) {
        SimulatedHost machine = machine(host);
        if (!machine.up) {
            machine.boot();
        }
        if (!machine.linked) {
            machine.linked = true;
            server.back(machine.id);
            machine.report();
        }
        return this;
    }

    public SimulatedCluster cordon(String host) {
        server.cordon(machine(host).id, true);
        return this;
    }

    public SimulatedCluster uncordon(String host) {
        server.cordon(machine(host).id, false);
        return this;
    }

    public SimulatedCluster removeHost(String host) {
        server.removeHost(machine(host).id);
        machine(host).crash();
        machines.remove(host);
        return this;
    }

    /** Kills the process of a running container behind everybody's back. */
    public SimulatedCluster kill(String container) {
        machines.values()
                .forEach(machine -> machine.engine.values().stream()
                        .filter(one -> one.born.name().equals(container) && one.state == State.RUNNING)
                        .findFirst()
                        .ifPresent(machine::kill));
        return this;
    }

    public SimulatedCluster advance(Duration duration) {
        time.advance(duration, this::expectNoViolations);
        return this;
    }

    /** Until nothing happens any more. */
    public SimulatedCluster settle() {
        for (Duration waited = Duration.ZERO; !time.isQuiet(); waited = waited.plusSeconds(1)) {
            assertThat(waited)
                    .as("not quiet after %s, seed %d: %s", PATIENCE, seed, running())
                    .isLessThan(PATIENCE);
            advance(Duration.ofSeconds(1));
        }
        return this;
    }

    public SimulatedCluster expectRunning(String service, int containers) {
        assertThat(running(service))
                .as("running containers of %s, seed %d", service, seed)
                .hasSize(containers);
        return this;
    }

    /** How many of the service's containers run on each host, hosts in order. */
    public SimulatedCluster expectSpread(String service, Integer... counts) {
        assertThat(machines.values().stream()
                        .map(machine -> (int) machine.engine.values().stream()
                                .filter(container -> isOf(container, service) && container.state == State.RUNNING)
                                .count())
                        .toList())
                .as("spread of %s, seed %d", service, seed)
                .containsExactly(counts);
        return this;
    }

    public SimulatedCluster expectNames(String service, String... names) {
        assertThat(running(service).stream().map(container -> container.born.name()))
                .as("seed %d", seed)
                .containsExactlyInAnyOrder(names);
        return this;
    }

    public SimulatedCluster expectConverged(String service) {
        assertThat(status(service).message())
                .as("message of %s, seed %d", service, seed)
                .isNull();
        assertThat(status(service).converged()).as("%s, seed %d", service, seed).isTrue();
        return this;
    }

    public SimulatedCluster expectMessage(String service, String message) {
        assertThat(status(service).message()).as("seed %d", seed).isEqualTo(message);
        return this;
    }

    /** On hosts in sight, what runs is what is wanted: no duplicates, no orphans. */
    public SimulatedCluster expectNothingElse() {
        for (SimulatedHost machine : machines.values()) {
            if (machine.linked && server.isConnected(machine.id)) {
                assertThat(machine.engine.keySet())
                        .as("containers on %s, seed %d", machine.id, seed)
                        .containsExactlyInAnyOrderElementsOf(server.rows.values().stream()
                                .filter(row -> row.birth.host().equals(machine.id) && row.isLive())
                                .map(Row::uuid)
                                .toList());
            }
        }
        return this;
    }

    /** Asking again changes nothing: every plan is {@code Plan.NOTHING}. */
    public SimulatedCluster expectQuiet() {
        assertThat(server.plans()).as("plans, seed %d", seed).containsOnly(Plan.NOTHING);
        return this;
    }

    public SimulatedCluster expectNoViolations() {
        assertThat(server.invariants.violations())
                .as("invariants, seed %d", seed)
                .isEmpty();
        return this;
    }

    /** Identity and number of starts of everything that runs: equal before and after means that nothing was touched. */
    public List<String> running() {
        List<String> all = new ArrayList<>();
        machines.values()
                .forEach(machine -> machine.engine.values().stream()
                        .filter(container -> container.state == State.RUNNING)
                        .map(container -> container.born.uuid() + " " + container)
                        .forEach(all::add));
        return all;
    }

    List<Container> running(String service) {
        return machines.values().stream()
                .flatMap(machine -> machine.engine.values().stream())
                .filter(container -> isOf(container, service) && container.state == State.RUNNING)
                .toList();
    }

    int pick(int bound) {
        return time.pick(bound);
    }

    List<String> hostNames() {
        return List.copyOf(machines.keySet());
    }

    List<String> serviceNames() {
        return List.copyOf(server.services.keySet());
    }

    private static boolean isOf(Container container, String service) {
        return container.born.name().startsWith("shop-" + service + "-");
    }

    private ServiceStatus status(String service) {
        return Objects.requireNonNull(service(service).status, service);
    }

    private Service service(String name) {
        return Objects.requireNonNull(server.services.get(name), name);
    }

    private SimulatedHost machine(String name) {
        return Objects.requireNonNull(machines.get(name), name);
    }

    private SimulatedCluster woken() {
        server.wake();
        return this;
    }
}
