package io.drover.gateway.part;

import java.time.Duration;
import java.util.List;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the parts that the main job needs for their health. Without a circuit breaker: it is the one call whose answer is
 * wanted while a part is away, and it is made once a second at most.
 */
public final class PartsClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** @param client with the suite's secret */
    public record Part(String name, WebClient client) {}

    /** The sentence says which part is away; empty: none. */
    public record Health(String sentence) {
        public boolean isUp() {
            return sentence.isEmpty();
        }
    }

    private final Mono<Health> health;

    public PartsClient(List<Part> parts) {
        this.health = Flux.fromIterable(parts)
                .flatMapSequential(PartsClient::ask, parts.size())
                .filter(sentence -> !sentence.isEmpty())
                .collectList()
                .map(sentences -> new Health(String.join("; ", sentences)))
                .cache(FRESH);
    }

    /** At most a second old. */
    public Mono<Health> health() {
        return health;
    }

    private static Mono<String> ask(Part part) {
        return part.client()
                .get()
                .uri("/actuator/health")
                .exchangeToMono(answer -> answer.releaseBody()
                        .thenReturn(
                                answer.statusCode().is2xxSuccessful()
                                        ? ""
                                        : part.name() + " is up but not ready: it answers "
                                                + answer.statusCode().value() + " for its health"))
                .timeout(TIMEOUT)
                .onErrorReturn(part.name() + " does not answer");
    }
}
