package io.drover.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.e2e.Eventually;
import io.drover.e2e.Lab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Docker's own Swarm mode on the same engines: what {@code docker service create --replicas} sends. */
final class SwarmWay implements Way {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String LISTEN = "0.0.0.0:2377";

    private final Bed bed;

    SwarmWay(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "Docker Swarm";
    }

    @Override
    public String goal() {
        return "";
    }

    @Override
    public void begin() {
        bed.freezeAgents();
        String manager = Lab.address(1);
        manager().json("POST", "/swarm/init", Map.of("ListenAddr", LISTEN, "AdvertiseAddr", manager));
        String token = manager()
                .json("GET", "/swarm", "")
                .path("JoinTokens")
                .path("Worker")
                .asText();
        for (Engine worker : bed.engines().subList(1, bed.engines().size())) {
            worker.json(
                    "POST",
                    "/swarm/join",
                    Map.of(
                            "ListenAddr",
                            LISTEN,
                            "AdvertiseAddr",
                            Lab.address(worker.host()),
                            "RemoteAddrs",
                            List.of(manager + ":2377"),
                            "JoinToken",
                            token));
        }
        Eventually.within(LIMIT).value("all nodes are ready", this::states, SwarmWay::allReady);
    }

    private List<String> states() {
        return StreamSupport.stream(manager().json("GET", "/nodes", "").spliterator(), false)
                .map(node -> node.path("Status").path("State").asText())
                .toList();
    }

    private static boolean allReady(List<String> states) {
        return states.size() == Bed.HOSTS && states.stream().allMatch("ready"::equals);
    }

    @Override
    public void deploy(int containers) {
        JsonNode created = manager()
                .json(
                        "POST",
                        "/services/create",
                        Map.of(
                                "Name",
                                "bench",
                                "TaskTemplate",
                                Map.of("ContainerSpec", Map.of("Image", Bed.IMAGE)),
                                "Mode",
                                Map.of("Replicated", Map.of("Replicas", containers))));
        if (!created.has("ID")) {
            throw new IllegalStateException("Swarm did not create the service: " + created);
        }
    }

    @Override
    public void end() {
        manager().json("DELETE", "/services/bench", "");
        bed.awaitEmpty();
        bed.engines().reversed().forEach(engine -> engine.json("POST", "/swarm/leave?force=1", ""));
        bed.thawAgents();
    }

    private Engine manager() {
        return bed.engines().getFirst();
    }
}
