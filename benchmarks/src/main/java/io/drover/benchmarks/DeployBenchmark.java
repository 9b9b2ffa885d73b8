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
    private record Entry(Way way, Runs runs, Runs toFirst) {
        static Entry of(Way way, String title, String goal) {
            return new Entry(way, new Runs(title, goal, Unit.SECONDS), new Runs(title, "", Unit.SECONDS));
        }

        static Entry of(Way way) {
            return of(way, way.title(), way.goal());
        }
    }

    Section run() {
        Entry cold = Entry.of(new DroverWay(bed), "Drover, first deployment of a new server", "");
        measure(cold);
        Entry floor = Entry.of(new FloorWay(bed));
        Entry dockerRun = Entry.of(new DockerRunWay(bed));
        Entry drover = Entry.of(new DroverWay(bed));
        Entry swarm = Entry.of(new SwarmWay(bed));
        for (int round = 0; round < effort.rounds(); round++) {
            List.of(floor, dockerRun, drover, swarm).forEach(this::measure);
        }
        List<Entry> rows = List.of(floor, dockerRun, drover, swarm, cold);
        return new Section(
                "deploy50: " + effort.containers() + " containers on " + Bed.HOSTS + " hosts",
                """
                From the call until the engines have reported the start of the last container (their events, one clock). \
                All ways by turns in each round, on the same engines, with nothing on them in between; the agents are \
                stopped (SIGSTOP) while the others are measured. Floor and docker run: two in flight per engine.""",
                List.of(Runs.table(rows.stream().map(Entry::runs).toList()), parts(rows)),
                remarks(drover.runs(), floor.runs(), dockerRun.runs(), swarm.runs()));
    }

    private void measure(Entry entry) {
        while (!isMeasured(entry)) {
            progress.say(entry.runs().what() + ": an engine did not tell of a start, so this turn does not count");
        }
    }

    private boolean isMeasured(Entry entry) {
        Way way = entry.way();
        way.begin();
        bed.awaitEmpty();
        Pause.of(Pause.SETTLE);
        bed.events().clear();
        Meter meter = bed.meter();
        long began = EventLog.now();
        way.deploy(effort.containers());
        List<Long> starts = bed.events().awaitStarts(effort.containers(), bed::running);
        Usage usage = meter.stop();
        if (!starts.isEmpty()) {
            add(entry, starts, began, usage);
        }
        Eventually.within(Duration.ofSeconds(30))
                .value("exactly that many run", bed::running, count -> count == effort.containers());
        way.end();
        bed.awaitEmpty();
        return !starts.isEmpty();
    }

    private void add(Entry entry, List<Long> starts, long began, Usage usage) {
        double seconds = (starts.getLast() - began) / 1e9;
        entry.runs().add(seconds, usage);
        entry.toFirst().add((starts.getFirst() - began) / 1e9, usage);
        progress.say(entry.runs().what() + ": " + Unit.SECONDS.with(seconds));
    }

    /** Where the time went: the delay until the first container, and processor time by part. */
    private static Table parts(List<Entry> entries) {
        var head = new ArrayList<>(List.of("seconds, median", "to the first start"));
        PARTS.forEach(part -> head.add("CPU " + part));
        return new Table(head, entries.stream().map(DeployBenchmark::parts).toList());
    }

    private static List<String> parts(Entry entry) {
        var row = new ArrayList<>(
                List.of(entry.runs().what(), Unit.SECONDS.bare(entry.toFirst().median())));
        PARTS.forEach(part -> row.add(Unit.SECONDS.bare(entry.runs().spent(part))));
        return row;
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
