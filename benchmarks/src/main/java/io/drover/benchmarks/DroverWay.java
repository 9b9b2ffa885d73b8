package io.drover.benchmarks;

/** One call of Drover's API: a stack of one service. */
final class DroverWay implements Way {
    private final Bed bed;

    DroverWay(Bed bed) {
        this.bed = bed;
    }

    @Override
    public String title() {
        return "Drover";
    }

    @Override
    public String goal() {
        return "at most 1.15 x docker run, not slower than Swarm";
    }

    @Override
    public void begin() {
        Pause.of(Pause.SETTLE);
    }

    @Override
    public void deploy(int containers) {
        bed.cluster().deploy("bench", """
                services:
                  web:
                    image: %s
                    deploy: {replicas: %d}
                """.formatted(Bed.IMAGE, containers));
    }

    @Override
    public void end() {
        bed.cluster().clear();
    }
}
