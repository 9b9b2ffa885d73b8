package io.drover.benchmarks;

import io.drover.e2e.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many containers from one call, against doing it by hand and against Swarm, by turns. */
final class DeployBenchmark {
    private static final List<String> PARTS =
            List.of("server", "database", "agents", "engines", "containers", "clients");

    private final Bed bed;
    private final Effort effort;
    private final Progress progress;

    DeployBenchmark(Bed bed, Effort effort, Progress progress) {
        this.bed = bed;
        this.effort = effort;
        this.progress = progress;
    }

    /** A way and what it took, run by run. */
    private record Entry(Way way, Runs runs) {
        static Entry of(Way way) {
            return new Entry(way, new Runs(way.title(), way.goal(), Unit.SECONDS));
        }
    }

    Section run() {
        var first = new Runs("Drover, first deployment of a new server", "", Unit.SECONDS);
        measure(new DroverWay(bed), first);
        Entry floor = Entry.of(new FloorWay(bed));
        Entry dockerRun = Entry.of(new DockerRunWay(bed));
        Entry drover = Entry.of(new DroverWay(bed));
        Entry swarm = Entry.of(new SwarmWay(bed));
        for (int round = 0; round < effort.rounds(); round++) {
            List.of(floor, dockerRun, drover, swarm).forEach(entry -> measure(entry.way(), entry.runs()));
        }
        List<Runs> rows = List.of(floor.runs(), dockerRun.runs(), drover.runs(), swarm.runs(), first);
        return new Section(
                "deploy50: " + effort.containers() + " containers on " + Bed.HOSTS + " hosts",
                """
                From the call until the engines have reported the start of the last container (their events, one clock). \
                All ways by turns in each round, on the same engines, with nothing on them in between; the agents are \
                stopped (SIGSTOP) while the others are measured. Floor and docker run: two in flight per engine.""",
                List.of(Runs.table(rows), processorTime(rows)),
                remarks(drover.runs(), floor.runs(), dockerRun.runs(), swarm.runs()));
    }

    private void measure(Way way, Runs runs) {
        way.begin();
        bed.awaitEmpty();
        Pause.of(Pause.SETTLE);
        bed.events().clear();
        Meter meter = bed.meter();
        long began = EventLog.now();
        way.deploy(effort.containers());
        double seconds = (bed.events().awaitStarts(effort.containers()) - began) / 1e9;
        runs.add(seconds, meter.stop());
        progress.say(runs.what() + ": " + Unit.SECONDS.with(seconds));
        Eventually.within(Duration.ofSeconds(30))
                .value("exactly that many run", bed::running, count -> count == effort.containers());
        way.end();
        bed.awaitEmpty();
    }

    private static Table processorTime(List<Runs> rows) {
        var head = new ArrayList<>(List.of("processor seconds, median"));
        head.addAll(PARTS);
        return new Table(
                head,
                rows.stream()
                        .map(runs -> {
                            var row = new ArrayList<>(List.of(runs.what()));
                            PARTS.forEach(part -> row.add(Unit.SECONDS.bare(runs.spent(part))));
                            return (List<String>) row;
                        })
                        .toList());
    }

    private List<String> remarks(Runs drover, Runs floor, Runs dockerRun, Runs swarm) {
        return List.of(
                ratio(drover, floor),
                ratio(drover, dockerRun),
                ratio(drover, swarm),
                ratio(swarm, floor),
                String.format(
                        Locale.ROOT,
                        "After all this: server %s, database %s resident.",
                        Unit.MEGABYTES.with(Proc.resident(bed.server())),
                        Unit.MEGABYTES.with(Proc.resident(bed.database()))));
    }

    private static String ratio(Runs one, Runs other) {
        return String.format(Locale.ROOT, "%s = %.2f x %s", one.what(), one.median() / other.median(), other.what());
    }
}
