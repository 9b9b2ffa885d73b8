package io.drover.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.api.ApiErrors;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class PasswordClientTest {
    private static final int QUEUE = 3;

    /** What becomes of a sign-in: {@code true}, or the status and the seconds of a refusal. */
    private static Mono<String> outcome(PasswordClient passwords, String stored) {
        return passwords
                .matches("a password", stored)
                .map(String::valueOf)
                .onErrorResume(error -> Mono.just(ApiErrors.of(error).status() + " after "
                        + ApiErrors.of(error).retryAfterSeconds()));
    }

    @Test
    void whoFindsNoPlaceIsSentAwayAndTheOthersAreServed() throws Exception {
        PasswordHash hashes = new PasswordHash();
        String stored = hashes.of("a password");
        Scheduler pool = Schedulers.newBoundedElastic(1, QUEUE, "passwords under test");
        PasswordClient passwords = new PasswordClient(hashes, pool);
        CountDownLatch isBusy = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        pool.schedule(() -> {
            isBusy.countDown();
            awaitQuietly(mayGoOn);
        });
        assertThat(isBusy.await(30, TimeUnit.SECONDS)).isTrue();

        var outcomes = Flux.range(0, 10)
                .flatMap(_ -> outcome(passwords, stored), 10)
                .collectList()
                .toFuture();
        mayGoOn.countDown();

        List<String> answers = outcomes.get(60, TimeUnit.SECONDS);
        assertThat(answers).hasSize(10).filteredOn("true"::equals).hasSize(QUEUE);
        assertThat(answers).filteredOn("503 after 2"::equals).hasSize(10 - QUEUE);
        assertThat(outcome(passwords, stored).block()).as("afterwards").isEqualTo("true");
        pool.dispose();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
