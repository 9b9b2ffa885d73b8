package io.drover.identity.api.oauth;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one place where the servlet context waits for this service's reactive side. Its requests run on virtual threads, which cost
 * nothing while they wait; nothing reactive may call it.
 */
final class WaitingClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private WaitingClient() {}

    /** The result, or null if there is none; what went wrong is thrown as it is. */
    static <T> @Nullable T await(Mono<T> work) {
        try {
            return work.toFuture()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
