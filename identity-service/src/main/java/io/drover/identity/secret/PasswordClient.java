package io.drover.identity.secret;

import io.drover.api.ApiException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The password pool: a few threads and a short queue, so that a flood of sign-ins keeps neither the processors nor the memory
 * from everybody else. A full queue answers 503.
 */
public final class PasswordClient {
    private final PasswordHash passwords;
    private final Scheduler pool;

    /** @param pool bounded; rejects what it cannot queue */
    public PasswordClient(PasswordHash passwords, Scheduler pool) {
        this.passwords = passwords;
        this.pool = pool;
    }

    public Mono<String> hash(String password) {
        return run(() -> passwords.of(password));
    }

    /** @param stored null: there is no such account; takes as long, and is false */
    public Mono<Boolean> matches(String password, @Nullable String stored) {
        return run(() -> stored == null ? passwords.matchesNobody(password) : passwords.matches(password, stored));
    }

    private <T> Mono<T> run(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(pool)
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> new ApiException.Unavailable(
                                2, "identity-service is checking as many passwords as it can; try again in 2 seconds"));
    }
}
