package io.drover.benchmarks;

import java.io.PrintStream;

/** Says what is going on, to whoever waits. */
final class Progress {
    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        out.println(what);
        out.flush();
    }
}
