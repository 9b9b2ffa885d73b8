package io.drover.proxy.subscribe;

import io.drover.api.ApiException;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.Guarded;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Subscribes to scheduler-service's events on behalf of a caller, with the caller's own token. */
public final class EventClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CONCURRENT = 256;

    private final WebClient http;
    private final String base;
    private final Guarded guarded;

    /** @param http without the suite's secret: the scheduler judges the caller's token */
    public EventClient(WebClient http, URI scheduler, MeterRegistry meters) {
        this.http = http;
        this.base = scheduler.toString().replaceAll("/+$", "");
        this.guarded = new Guarded(CallPolicy.request("scheduler-service (events)", TIMEOUT, CONCURRENT), meters);
    }

    /**
     * @param query as the client wrote it, encoded, without the question mark
     * @param headers to forward
     * @return one JSON text per event; a refusal of the scheduler is an {@link ApiException}
     */
    Mono<Flux<String>> subscribe(String query, Map<String, String> headers) {
        // Built as a whole: the query is encoded already.
        URI uri = URI.create(base + "/v2-beta/subscribe" + (query.isEmpty() ? "" : "?" + query));
        return guarded.mono(http.get()
                        .uri(uri)
                        .headers(all -> headers.forEach(all::set))
                        .accept(MediaType.APPLICATION_NDJSON)
                        .retrieve()
                        .toEntityFlux(String.class))
                .map(EventClient::lines)
                .onErrorMap(WebClientResponseException.class, EventClient::refused);
    }

    private static Flux<String> lines(ResponseEntity<Flux<String>> answer) {
        return Objects.requireNonNull(answer.getBody()).filter(line -> !line.isBlank());
    }

    private static RuntimeException refused(WebClientResponseException answer) {
        return switch (answer.getStatusCode().value()) {
            case 401 -> new ApiException.Unauthorized("sign in first: the token is not valid or has expired");
            case 403, 405 -> new ApiException.Forbidden("the caller's role may not subscribe to events");
            case 404 -> new ApiException.NotFound("there is no such environment");
            default -> answer;
        };
    }
}
