package io.drover.proxy.subscribe;

import io.drover.api.ApiException;
import io.drover.runtime.call.CallPolicy;
import io.drover.runtime.call.EndlessCall;
import io.drover.runtime.call.Guarded;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;

/** Subscribes to one service's events on behalf of a caller, with the caller's own token. */
public final class EventClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final WebClient http;
    private final String base;
    private final Guarded guarded;

    /**
     * @param service its name
     * @param http without the suite's secret: the service judges the caller's token
     * @param concurrent subscriptions at most
     */
    public EventClient(String service, WebClient http, URI address, int concurrent, MeterRegistry meters) {
        this.http = http;
        this.base = address.toString().replaceAll("/+$", "");
        this.guarded =
                new Guarded(CallPolicy.stream(service + " (events)", TIMEOUT, Duration.ZERO, concurrent), meters);
    }

    /**
     * @param query as the client wrote it, encoded, without the question mark
     * @param headers to forward
     * @param accepted what becomes of the events, one JSON text each, once the service has said yes; says something at once
     * @return a refusal of the service is an {@link ApiException}
     */
    Flux<String> subscribe(String query, Map<String, String> headers, UnaryOperator<Flux<String>> accepted) {
        // Built as a whole: the query is encoded already.
        URI uri = URI.create(base + "/v2-beta/subscribe" + (query.isEmpty() ? "" : "?" + query));
        return guarded.flux(EndlessCall.of(
                        () -> http.get()
                                .uri(uri)
                                .headers(all -> headers.forEach(all::set))
                                .accept(MediaType.APPLICATION_NDJSON),
                        answer -> answer.statusCode().is2xxSuccessful()
                                ? accepted.apply(lines(answer))
                                : answer.<String>createError().flux()))
                .onErrorMap(WebClientResponseException.class, EventClient::refused);
    }

    private static Flux<String> lines(ClientResponse answer) {
        return answer.bodyToFlux(String.class).filter(line -> !line.isBlank());
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
