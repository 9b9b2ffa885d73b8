package io.drover.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that is to become true; the limits are generous, they end hopeless waits and judge no speed. */
public final class Eventually {
    private final Duration limit;
    private final Duration pause;

    private Eventually(Duration limit, Duration pause) {
        this.limit = limit;
        this.pause = pause;
    }

    public static Eventually within(Duration limit) {
        return new Eventually(limit, Duration.ofMillis(250));
    }

    public Eventually every(Duration newPause) {
        return new Eventually(limit, newPause);
    }

    /** Waits until it is so. Returns how long it took. */
    public Duration check(String what, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            rest();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits until the value is as wanted and returns it; what it was last is in the error. */
    public <T> T value(String what, Supplier<T> supplier, Predicate<T> wanted) {
        long began = System.nanoTime();
        while (true) {
            T value = supplier.get();
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what + "; last seen: " + value);
            }
            rest();
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause); // whatever is awaited is asked for again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
