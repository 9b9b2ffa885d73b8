package io.drover.benchmarks;

import io.drover.e2e.Cluster;
import io.drover.e2e.Commands;
import io.drover.e2e.Eventually;
import io.drover.e2e.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What the benchmarks of running containers share: a server, three hosts with agents, and their engines. */
final class Bed implements AutoCloseable {
    static final int HOSTS = 3;
    static final String IMAGE = "web:1";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Cluster cluster;
    private final List<Engine> engines;
    private final List<Long> agents;
    private final long database;
    private final EventLog events;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Bed(Cluster cluster) {
        this.cluster = cluster;
        this.engines = IntStream.rangeClosed(1, HOSTS).mapToObj(Engine::of).toList();
        this.agents = IntStream.rangeClosed(1, HOSTS)
                .mapToObj(host -> Long.valueOf(Lab.run("agent-pid", Integer.toString(host))))
                .toList();
        this.database = databaseOf(cluster.server().pid());
        this.events = EventLog.of(engines);
    }

    static Bed fresh() {
        var bed = new Bed(Cluster.fresh(HOSTS));
        Runtime.getRuntime().addShutdownHook(new Thread(bed::close, "bed-down")); // Ctrl-C leaves nothing behind
        return bed;
    }

    /** Process id of the embedded database of a server; 0 as long as there is none. */
    static long databaseOf(long server) {
        return Proc.descendants(server, "mariadbd").stream().findFirst().orElse(0L);
    }

    Cluster cluster() {
        return cluster;
    }

    List<Engine> engines() {
        return engines;
    }

    EventLog events() {
        return events;
    }

    /** Process ids, by host. */
    List<Long> agents() {
        return agents;
    }

    long server() {
        return cluster.server().pid();
    }

    long database() {
        return database;
    }

    /** Processor seconds up to now, by part. */
    Map<String, Double> spent() {
        double agentsSpent = onHosts("agent");
        double enginesSpent = onHosts("sys");
        Map<String, Double> spent = new TreeMap<>();
        spent.put("server", Proc.spent(server()));
        spent.put("database", Proc.spent(database));
        spent.put("agents", agentsSpent);
        spent.put("engines", enginesSpent);
        spent.put("containers", Math.max(0, onHosts("") - agentsSpent - enginesSpent));
        spent.put("clients", Proc.spent(ProcessHandle.current().pid()));
        return spent;
    }

    private static double onHosts(String part) {
        return IntStream.rangeClosed(1, HOSTS)
                .mapToDouble(host -> Proc.spentOnHost(host, part))
                .sum();
    }

    Meter meter() {
        Supplier<Map<String, Double>> counters = this::spent;
        return Meter.start(counters);
    }

    /** Stops the agents where they are, so that others can use the engines without being watched. */
    void freezeAgents() {
        agents.forEach(agent -> signal("STOP", agent));
    }

    /** Lets them go on, and waits until the server has them back. */
    void thawAgents() {
        agents.forEach(agent -> signal("CONT", agent));
        Pause.of(Pause.SETTLE);
        Eventually.within(LIMIT)
                .value(
                        "all agents are back",
                        () -> cluster.api().list("/hosts?state=active"),
                        active -> active.size() == HOSTS);
        Pause.of(Pause.SETTLE);
    }

    static void signal(String name, long process) {
        Commands.run(LIMIT, Map.of(), List.of("kill", "-" + name, Long.toString(process)))
                .orThrow();
    }

    int running() {
        return engines.stream().mapToInt(engine -> engine.running().size()).sum();
    }

    /** Waits until no engine has any container, whatever its state. */
    void awaitEmpty() {
        Eventually.within(LIMIT)
                .check(
                        "all containers are gone",
                        () -> engines.stream().allMatch(engine -> engine.all().isEmpty()));
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        agents.forEach(agent -> Commands.run(LIMIT, Map.of(), List.of("kill", "-CONT", Long.toString(agent))));
        events.close();
        cluster.close();
    }
}
