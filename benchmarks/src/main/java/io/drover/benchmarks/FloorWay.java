package io.drover.benchmarks;

/** Nobody in between: create and start through the engines' API, two in flight per engine. */
final class FloorWay implements Way {
    private final Bed bed;

    FloorWay(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "floor: engine API";
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
        Parallel.spread(bed.engines(), containers, engine -> engine.start(engine.create(Bed.IMAGE)));
    }

    @Override
    public void end() {
        removeAll(bed);
        bed.thawAgents();
    }

    static void removeAll(Bed bed) {
        Parallel.run(bed.engines().stream()
                .<Runnable>map(engine -> () -> engine.all().forEach(engine::remove))
                .toList());
    }
}
