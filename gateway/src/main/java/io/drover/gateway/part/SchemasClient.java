package io.drover.gateway.part;

import io.drover.api.ApiException;
import io.drover.gateway.credential.Session;
import io.drover.gateway.entry.Arrival;
import io.drover.runtime.call.Guarded;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fetches index and schemas of all services at the same time, as the caller, and joins them. */
public final class SchemasClient {
    private static final ParameterizedTypeReference<Map<String, @Nullable Object>> TREE =
            new ParameterizedTypeReference<>() {};

    /**
     * A service with types of its own.
     *
     * @param client without the suite's secret
     */
    public record Source(WebClient client, Guarded guarded) {}

    private final List<Source> sources;

    public SchemasClient(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    Mono<Map<String, @Nullable Object>> index(Arrival arrival) {
        return trees(arrival).map(JoinedDocuments::index);
    }

    Mono<Map<String, @Nullable Object>> all(Arrival arrival) {
        return trees(arrival).map(JoinedDocuments::collection);
    }

    /** From whichever service has it. */
    Mono<Map<String, @Nullable Object>> one(Arrival arrival) {
        return Flux.fromIterable(sources)
                .flatMapSequential(source -> tree(source, arrival), sources.size())
                .next()
                .switchIfEmpty(Mono.error(() -> new ApiException.NotFound(
                        "there is no schema '" + arrival.destination().resourceId() + "' for the caller's role")));
    }

    private Mono<List<Map<String, @Nullable Object>>> trees(Arrival arrival) {
        return Flux.fromIterable(sources)
                .flatMapSequential(source -> tree(source, arrival), sources.size())
                .collectList();
    }

    /** Empty: the service has no such document. */
    private static Mono<Map<String, @Nullable Object>> tree(Source source, Arrival arrival) {
        Session session = arrival.session();
        Mono<Map<String, @Nullable Object>> call = source.client()
                .get()
                .uri(builder ->
                        URI.create(builder.build() + arrival.destination().upstreamPath()))
                .headers(headers -> {
                    headers.set("X-Drover-Base", arrival.base());
                    headers.set("X-API-Client-IP", arrival.origin().clientIp());
                    if (session != null) {
                        headers.setBearerAuth(session.token());
                    }
                })
                .retrieve()
                .bodyToMono(TREE)
                .onErrorResume(WebClientResponseException.NotFound.class, _ -> Mono.empty())
                .onErrorMap(WebClientResponseException.Unauthorized.class, SchemasClient::unauthorized);
        return source.guarded().mono(call);
    }

    private static ApiException unauthorized(Throwable refused) {
        return new ApiException.Unauthorized("the caller's token is not valid any more: try again");
    }
}
