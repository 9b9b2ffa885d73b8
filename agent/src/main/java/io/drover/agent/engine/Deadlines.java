package io.drover.agent.engine;

import io.drover.agent.engine.EngineFailure.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a blocking call a deadline. The call runs on a virtual thread that is interrupted when time is up: that closes the
 * connection it waits on. Socket timeouts would not do, since Unix sockets have none.
 */
final class Deadlines {
    private Deadlines() {}

    static <T> T within(Duration limit, String what, Callable<T> call) throws ExecutionException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("engine-", 0).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new EngineFailure(
                    Kind.NOT_RESPONDING,
                    "The Docker engine did not answer '%s' within %d s".formatted(what, limit.toSeconds()));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new EngineFailure(Kind.NOT_RESPONDING, "'%s' was given up".formatted(what));
        }
    }
}
