package io.drover.benchmarks;

import java.time.Duration;

/** Lets time pass between measurements. */
final class Pause {
    /** After this, what the last measurement left to do is done. */
    static final Duration SETTLE = Duration.ofSeconds(3);

    private Pause() {}

    static void of(Duration length) {
        try {
            Thread.sleep(length); // the machine settles; nothing tells when it has
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
