package io.drover.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Work on several engines at the same time. */
final class Parallel {
    /** In flight per engine. More does not start containers any faster on a machine of two cores, rather slower. */
    private static final int PER_ENGINE = 2;

    private Parallel() {}

    /** Does a thing {@code count} times, spread evenly over the engines, and returns when all is done. */
    static void spread(List<Engine> engines, int count, Consumer<Engine> task) {
        run(IntStream.range(0, engines.size() * PER_ENGINE)
                .<Runnable>mapToObj(worker -> () -> {
                    int workers = engines.size() * PER_ENGINE;
                    int share = count / workers + (worker < count % workers ? 1 : 0);
                    for (int i = 0; i < share; i++) {
                        task.accept(engines.get(worker % engines.size()));
                    }
                })
                .toList());
    }

    /** Does all of it at once, and returns when all is done; the first failure is thrown. */
    static void run(List<Runnable> tasks) {
        List<Future<?>> running = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(Math.max(1, tasks.size()))) {
            tasks.forEach(task -> running.add(executor.submit(task)));
        }
        for (Future<?> task : running) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
