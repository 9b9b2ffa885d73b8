package io.drover.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long a killed container is away: under Drover, and when the next command starts it again. */
final class RestartBenchmark {
    /** Rest between two deaths. Each container is killed once under Drover: back-off is for what dies again and again. */
    private static final Duration BETWEEN = Duration.ofMillis(1500);

    private final Bed bed;
    private final Effort effort;
    private final Progress progress;

    RestartBenchmark(Bed bed, Effort effort, Progress progress) {
        this.bed = bed;
        this.effort = effort;
        this.progress = progress;
    }

    private record Victim(Engine engine, String id) {}

    Section run() {
        bed.events().clear();
        new DroverWay(bed).deploy(effort.kills());
        bed.events().awaitStarts(effort.kills(), bed::running);
        Pause.of(Pause.SETTLE.multipliedBy(2));
        var drover = new Runs("Drover: kill to start", "bare + 150 ms", Unit.MILLISECONDS);
        var droverDown = new Runs("Drover: death to start", "", Unit.MILLISECONDS);
        var bare = new Runs("bare: kill to start", "", Unit.MILLISECONDS);
        var bareDown = new Runs("bare: death to start", "", Unit.MILLISECONDS);
        for (Victim victim : victims()) {
            underDrover(victim, drover, droverDown);
            bare(victim, bare, bareDown);
        }
        bed.cluster().clear();
        bed.events().clear();
        progress.say("restart: Drover " + Unit.MILLISECONDS.with(drover.median()) + ", bare "
                + Unit.MILLISECONDS.with(bare.median()));
        return new Section(
                "restart: a container is killed",
                """
                Between the engine's events `kill` and `start`, and `die` and `start`, of one container; by turns. Under \
                Drover the agent starts it again. Bare: with the agent stopped (SIGSTOP), the same container is killed, and \
                started by the next call to the engine's API, without the start-up of a command line.""",
                List.of(Runs.table(List.of(drover, bare, droverDown, bareDown))),
                List.of(String.format(
                        Locale.ROOT, "Drover takes %.0f ms longer than bare.", drover.median() - bare.median())));
    }

    private List<Victim> victims() {
        return bed.engines().stream()
                .flatMap(engine -> engine.running().stream().map(id -> new Victim(engine, id)))
                .toList();
    }

    private void underDrover(Victim victim, Runs whole, Runs down) {
        bed.events().clear();
        Meter meter = bed.meter();
        victim.engine().kill(victim.id());
        record(victim, meter, whole, down);
    }

    private void bare(Victim victim, Runs whole, Runs down) {
        long agent = bed.agents().get(victim.engine().host() - 1);
        Bed.signal("STOP", agent);
        bed.events().clear();
        Meter meter = bed.meter();
        victim.engine().kill(victim.id());
        victim.engine().start(victim.id());
        record(victim, meter, whole, down);
        Bed.signal("CONT", agent);
        Pause.of(BETWEEN);
    }

    private void record(Victim victim, Meter meter, Runs whole, Runs down) {
        long killed = bed.events().await("kill", victim.id(), 0);
        long died = bed.events().await("die", victim.id(), 0);
        long started = bed.events().await("start", victim.id(), died);
        Usage usage = meter.stop();
        whole.add((started - killed) / 1e6, usage);
        down.add((started - died) / 1e6, usage);
        Pause.of(BETWEEN);
    }
}
