package io.drover.scheduler.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Any history of requests and failures: the invariants hold after every pass, and once every host is back everything runs
 * exactly as asked.
 */
class ChaosPropertyTest {
    @Property(tries = 60)
    void convergesAfterAnyHistoryOnceAllHostsAreBack(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int hosts,
            @ForAll @IntRange(min = 5, max = 40) int steps) {
        var cluster = SimulatedCluster.withHosts(hosts, seed);
        Map<String, Integer> wanted = new TreeMap<>(Map.of("web", 3, "db", 2));
        cluster.deploy("web", 3).deploy("db", 2, "backup");
        for (int step = 0; step < steps; step++) {
            disturb(cluster, wanted);
            cluster.advance(Duration.ofMillis(cluster.pick(cluster.pick(4) == 0 ? 40_000 : 3_000)));
        }
        cluster.hostNames().forEach(cluster::heal);
        cluster.hostNames().forEach(cluster::uncordon);
        cluster.activate("web").activate("db").settle();
        cluster.expectRunning("web", wanted.get("web"))
                .expectRunning("db", 2 * wanted.get("db"))
                .expectConverged("web")
                .expectConverged("db")
                .expectNothingElse()
                .expectNoViolations();
    }

    @Property(tries = 60)
    void convergesFromAnyRowsAndThenStaysQuiet(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int hosts, @ForAll @IntRange(max = 12) int rows) {
        SimulatedCluster.withHosts(hosts, seed)
                .deploy("web", 3)
                .scatter("web", rows)
                .deploy("db", 2, "backup")
                .scatter("db", rows)
                .settle()
                .expectRunning("web", 3)
                .expectRunning("db", 4)
                .expectConverged("web")
                .expectConverged("db")
                .expectNothingElse()
                .expectQuiet();
    }

    private static void disturb(SimulatedCluster cluster, Map<String, Integer> wanted) {
        List<String> hosts = cluster.hostNames();
        String host = hosts.get(cluster.pick(hosts.size()));
        String service = cluster.pick(2) == 0 ? "web" : "db";
        switch (cluster.pick(12)) {
            case 0, 1 -> cluster.cut(host);
            case 2 -> cluster.loseHost(host);
            case 3, 4 -> cluster.heal(host);
            case 5 -> cluster.cordon(host);
            case 6 -> cluster.uncordon(host);
            case 7 -> {
                wanted.put(service, cluster.pick(7));
                cluster.scale(service, wanted.get(service));
            }
            case 8 -> cluster.kill("shop-" + service + "-" + (1 + cluster.pick(3)));
            case 9 -> cluster.revise(service);
            case 10 -> cluster.restart(service);
            case 11 -> {
                if (cluster.pick(2) == 0) {
                    cluster.deactivate(service);
                } else {
                    cluster.activate(service);
                }
            }
            default -> throw new AssertionError();
        }
    }
}
