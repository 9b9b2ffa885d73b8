package io.drover.benchmarks;

/** A way to get containers started on the hosts of the bed. Only {@link #deploy} is measured. */
interface Way {
    String title();

    /** What it is to be, in words; empty for what others are compared with. */
    String goal();

    /** Makes everything ready. */
    void begin();

    void deploy(int containers);

    /** Removes all of it. */
    void end();
}
