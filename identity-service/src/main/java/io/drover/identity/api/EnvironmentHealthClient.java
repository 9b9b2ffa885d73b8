package io.drover.identity.api;

import io.drover.model.environment.EnvironmentHealth.Answer;
import io.drover.model.environment.EnvironmentHealth.Question;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.PartUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.codec.CodecException;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;

/**
 * Asks scheduler-service how well what is in environments is. It is the only one who knows; without its answer nothing is
 * guessed, and nobody waits for long: what could not be asked is not asked again for two seconds either.
 */
public final class EnvironmentHealthClient {
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** Old answers are dropped all at once when there are so many: asking anew is one call. */
    private static final int KEPT = 10_000;

    private final WebClient scheduler;
    private final Guarded guarded;
    private final Clock clock;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    /** @param health null: nobody said */
    private record Known(@Nullable String health, Instant at) {}

    /** @param guarded with a short timeout: a list of environments waits for it */
    public EnvironmentHealthClient(WebClient scheduler, Guarded guarded, Clock clock) {
        this.scheduler = scheduler;
        this.guarded = guarded;
        this.clock = clock;
    }

    /** By number, in one call at most; those of which nothing is known are not in it. */
    Mono<Map<Long, String>> of(Collection<Long> environments) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            List<Long> unknown =
                    environments.stream().filter(one -> !isFresh(one, now)).toList();
            return unknown.isEmpty()
                    ? Mono.just(present(environments))
                    : ask(unknown)
                            .doOnNext(answer -> keep(unknown, answer, now))
                            .map(answer -> present(environments));
        });
    }

    private boolean isFresh(long environment, Instant now) {
        Known answer = known.get(environment);
        return answer != null && answer.at().plus(FRESH).isAfter(now);
    }

    /** Empty where none comes: the list of environments is worth more than this field of it. */
    private Mono<Answer> ask(List<Long> environments) {
        return guarded.mono(scheduler
                        .post()
                        .uri("/internal/environments/health")
                        .bodyValue(new Question(environments))
                        .retrieve()
                        .bodyToMono(Answer.class))
                .defaultIfEmpty(new Answer(Map.of()))
                .onErrorResume(EnvironmentHealthClient::isNoAnswer, _ -> Mono.just(new Answer(Map.of())));
    }

    /** Whatever comes instead of an answer. */
    static boolean isNoAnswer(Throwable error) {
        return error instanceof PartUnavailable
                || error instanceof WebClientException
                || error instanceof CodecException;
    }

    private void keep(List<Long> asked, Answer answer, Instant now) {
        if (known.size() > KEPT) {
            known.clear();
        }
        asked.forEach(one -> known.put(one, new Known(answer.health().get(one), now)));
    }

    private Map<Long, String> present(Collection<Long> environments) {
        Map<Long, String> health = new HashMap<>();
        for (Long environment : environments) {
            Known answer = known.get(environment);
            if (answer != null && answer.health() != null) {
                health.put(environment, answer.health());
            }
        }
        return health;
    }
}
