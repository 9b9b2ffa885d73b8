package io.drover.benchmarks;

import java.util.List;

/** How long a person waits for a table. */
final class PsBenchmark {
    private static final int SERVICES = 4;
    private static final int SCALE = 5;

    private final Bed bed;
    private final Effort effort;
    private final Progress progress;

    PsBenchmark(Bed bed, Effort effort, Progress progress) {
        this.bed = bed;
        this.effort = effort;
        this.progress = progress;
    }

    Section run() {
        bed.events().clear();
        var compose = new StringBuilder("services:\n");
        for (int service = 1; service <= SERVICES; service++) {
            compose.append(
                    "  web%d:\n    image: %s\n    deploy: {replicas: %d}\n".formatted(service, Bed.IMAGE, SCALE));
        }
        bed.cluster().deploy("bench", compose.toString());
        bed.events().awaitStarts(SERVICES * SCALE, bed::running);
        Pause.of(Pause.SETTLE.multipliedBy(2));
        var services = new Runs("drover ps", "< 0.4 s", Unit.SECONDS);
        var containers = new Runs("drover ps -c", "", Unit.SECONDS);
        for (int call = 0; call < effort.calls(); call++) {
            measure(services, "web4", "ps");
            measure(containers, "bench-web4-5", "ps", "-c");
        }
        bed.cluster().clear();
        bed.awaitEmpty();
        progress.say("drover ps: " + Unit.SECONDS.with(services.median()));
        return new Section(
                "ps: from key press to table",
                """
                `bin/drover ps` (and `ps -c`, which lists containers) as a process, from its start to its end, with %d hosts, \
                %d services and %d containers; by turns.""".formatted(Bed.HOSTS, SERVICES, SERVICES * SCALE),
                List.of(Runs.table(List.of(services, containers))),
                List.of());
    }

    /** @param expected what the table must show; a fast error is no answer */
    private void measure(Runs runs, String expected, String... command) {
        Meter meter = bed.meter();
        long began = System.nanoTime();
        String table = bed.cluster().cli(command).orThrow();
        double seconds = (System.nanoTime() - began) / 1e9;
        runs.add(seconds, meter.stop());
        if (!table.contains(expected)) {
            throw new IllegalStateException("'" + expected + "' is not in the table:\n" + table);
        }
    }
}
