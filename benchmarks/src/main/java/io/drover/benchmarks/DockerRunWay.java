package io.drover.benchmarks;

import io.drover.e2e.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** As one does by hand: {@code docker run -d}, two at a time per engine. */
final class DockerRunWay implements Way {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Bed bed;

    DockerRunWay(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "parallel docker run";
    }

    @Override
    public String goal() {
        return "";
    }

    @Override
    public void begin() {
        bed.freezeAgents();
    }

    @Override
    public void deploy(int containers) {
        Parallel.spread(
                bed.engines(),
                containers,
                engine -> Commands.run(LIMIT, Map.of(), List.of("docker", "-H", engine.uri(), "run", "-d", Bed.IMAGE))
                        .orThrow());
    }

    @Override
    public void end() {
        FloorWay.removeAll(bed);
        bed.thawAgents();
    }
}
