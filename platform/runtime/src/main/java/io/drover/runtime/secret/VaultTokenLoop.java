package io.drover.runtime.secret;

import io.drover.runtime.loop.LoopRuntime;
import io.micrometer.core.instrument.Gauge;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps Vault's token alive, as {@link VaultTokenState} decides, and takes up another one from its file. What an operator must know
 * is said once. Gives the metric {@code drover.vault.token.left}: seconds, not a number while nobody knows.
 */
public final class VaultTokenLoop {
    private static final Duration EVERY = VaultTokenState.SHORTEST;
    private static final Logger log = LoggerFactory.getLogger(VaultTokenLoop.class);

    private final VaultToken token;
    private final Supplier<Mono<VaultTokenAnswer>> renewal;
    private final Scheduler scheduler;
    private final Clock clock;
    private volatile VaultTokenState state;
    private long number;
    private String complaint = "";

    /** @param renewal asks Vault, with the token in force */
    public VaultTokenLoop(VaultToken token, Supplier<Mono<VaultTokenAnswer>> renewal, LoopRuntime runtime) {
        this.token = token;
        this.renewal = renewal;
        this.scheduler = runtime.scheduler();
        this.clock = runtime.clock();
        this.state = VaultTokenState.unknown(clock.instant());
        this.number = token.number();
        Gauge.builder("drover.vault.token.left", this, loop -> loop.state.left(clock.instant()))
                .baseUnit("seconds")
                .register(runtime.meters());
    }

    /** Endless. */
    public Flux<VaultTokenState> run() {
        return Flux.interval(Duration.ZERO, EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> pass());
    }

    /** Looks at the file, and asks Vault if it is time to; answers what is known then. */
    public Mono<VaultTokenState> pass() {
        return Mono.defer(() -> {
            lookAtFile();
            Instant now = clock.instant();
            boolean isDue = token.number() != number || !now.isBefore(state.next());
            return isDue ? renewal.get().map(answer -> learn(answer, now)) : Mono.just(state);
        });
    }

    private void lookAtFile() {
        try {
            token.refresh();
            complaint = "";
        } catch (IllegalStateException | UncheckedIOException broken) {
            say("Vault's token stays as it is: " + broken.getMessage());
        }
    }

    /** @param asked an answer counts from before the question: rather too early than too late */
    private VaultTokenState learn(VaultTokenAnswer answer, Instant asked) {
        VaultTokenState before = token.number() == number ? state : VaultTokenState.unknown(asked);
        VaultTokenState now = before.after(answer, asked);
        number = token.number();
        state = now;
        now.news(before, token.remedy()).ifPresent(sentence -> {
            if (now.isWell()) {
                log.info("{}", sentence);
            } else {
                log.warn("{}", sentence);
            }
        });
        return now;
    }

    /** Once, not every few seconds. */
    private void say(String sentence) {
        if (!sentence.equals(complaint)) {
            complaint = sentence;
            log.warn("{}", sentence);
        }
    }
}
