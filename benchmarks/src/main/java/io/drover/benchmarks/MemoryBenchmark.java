package io.drover.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the programs hold when they have nothing to do. */
final class MemoryBenchmark {
    private static final int SAMPLES = 3;
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Bed bed;
    private final Effort effort;
    private final Progress progress;

    MemoryBenchmark(Bed bed, Effort effort, Progress progress) {
        this.bed = bed;
        this.effort = effort;
        this.progress = progress;
    }

    Section run() {
        progress.say("memory: " + effort.idle().toSeconds() + " s of rest");
        Meter rest = bed.meter();
        Pause.of(effort.idle());
        Usage idle = rest.stop();
        var server = new Runs("server, JVM", "< 450 MB", Unit.MEGABYTES);
        var database = new Runs("server, embedded MariaDB", "< 200 MB", Unit.MEGABYTES);
        var agents = new Runs("agent", "< 96 MB", Unit.MEGABYTES);
        for (int sample = 0; sample < SAMPLES; sample++) {
            server.add(Proc.resident(bed.server()), idle);
            database.add(Proc.resident(bed.database()), idle);
            bed.agents().forEach(agent -> agents.add(Proc.resident(agent), idle));
            Pause.of(BETWEEN);
        }
        return new Section(
                "memory: at rest",
                """
                Resident memory (VmRSS, shared pages included) %d s after the start, with %d hosts connected and no \
                containers; %d times, %d s apart; the agents' in the order of the hosts. 1 MB is 10^6 bytes.\
                """.formatted(effort.idle().toSeconds(), Bed.HOSTS, SAMPLES, BETWEEN.toSeconds()),
                List.of(Runs.table(List.of(server, database, agents)), processorTime(idle)),
                List.of());
    }

    private static Table processorTime(Usage idle) {
        return new Table(
                List.of("processor time at rest", "% of a core"),
                idle.parts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(part -> List.of(part.getKey(), Unit.SECONDS.bare(100 * part.getValue() / idle.wall())))
                        .toList());
    }
}
