package io.drover.identity.api;

import io.drover.api.ApiException;
import io.drover.api.schema.TypeNames;
import io.drover.runtime.call.Guarded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Knows which types there are: this service's own, and scheduler-service's, which it asks for. Names change with a deployment only,
 * so an answer is kept; one that lacks a name counts for a moment only, because a newer scheduler-service may know it.
 */
public final class TypeNamesClient {
    private static final Duration GOOD = Duration.ofMinutes(10);
    private static final Duration GOOD_WITHOUT_THE_NAME = Duration.ofSeconds(3);
    private static final int RETRY_SECONDS = 2;

    private final Supplier<TypeNames> own;
    private final WebClient scheduler;
    private final Guarded guarded;
    private final Clock clock;
    private volatile Answer last = new Answer(new TypeNames(List.of()), Instant.EPOCH);

    private record Answer(TypeNames names, Instant at) {}

    /** @param guarded with a short timeout: whoever makes a role waits for it */
    public TypeNamesClient(Supplier<TypeNames> own, WebClient scheduler, Guarded guarded, Clock clock) {
        this.own = own;
        this.scheduler = scheduler;
        this.guarded = guarded;
        this.clock = clock;
    }

    /**
     * Names among which each of these is, if there is such a type; 503 if that cannot be said.
     *
     * @param words in any case; scheduler-service is asked only if one of them is no type of this service
     */
    Mono<TypeNames> knowing(Set<String> words) {
        return Mono.defer(() -> {
            TypeNames mine = own.get();
            Instant now = clock.instant();
            Answer answer = last;
            TypeNames all = mine.and(answer.names());
            Duration good = all.know(words) ? GOOD : GOOD_WITHOUT_THE_NAME;
            return mine.know(words) || answer.at().plus(good).isAfter(now)
                    ? Mono.just(all)
                    : ask().doOnNext(names -> last = new Answer(names, now)).map(mine::and);
        });
    }

    private Mono<TypeNames> ask() {
        return guarded.mono(scheduler.get().uri("/internal/types").retrieve().bodyToMono(TypeNames.class))
                .onErrorMap(EnvironmentHealthClient::isNoAnswer, _ -> unknown())
                .switchIfEmpty(Mono.error(TypeNamesClient::unknown));
    }

    private static ApiException unknown() {
        return new ApiException.Unavailable(
                RETRY_SECONDS,
                "the grants name types that only scheduler-service can know, and it does not answer; try again");
    }
}
