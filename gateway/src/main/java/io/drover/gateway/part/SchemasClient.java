package io.drover.gateway.part;

import io.drover.api.ApiException;
import io.drover.api.openapi.OpenApi;
import io.drover.gateway.credential.Session;
import io.drover.gateway.entry.Arrival;
import io.drover.runtime.call.Guarded;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /**
     * A question to all services.
     *
     * @param role whose documents an administrator wants to see, or null; the services decide
     */
    record Question(Arrival arrival, @Nullable String role) {
        String path() {
            return arrival.destination().upstreamPath() + query();
        }

        String schemas() {
            return "/" + arrival.destination().version() + "/schemas" + query();
        }

        private String query() {
            return role == null ? "" : "?_role=" + URLEncoder.encode(role, StandardCharsets.UTF_8);
        }
    }

    Mono<Map<String, @Nullable Object>> index(Question question) {
        return trees(question, question.path()).map(JoinedDocuments::index);
    }

    Mono<Map<String, @Nullable Object>> all(Question question) {
        return trees(question, question.path()).map(JoinedDocuments::collection);
    }

    /** All schemas once more, as one OpenAPI document. */
    Mono<Map<String, @Nullable Object>> openApi(Question question) {
        return trees(question, question.schemas())
                .map(trees -> OpenApi.of(
                        JoinedDocuments.data(trees), question.arrival().base()));
    }

    /** From whichever service has it. */
    Mono<Map<String, @Nullable Object>> one(Question question) {
        return Flux.fromIterable(sources)
                .flatMapSequential(source -> tree(source, question.arrival(), question.path()), sources.size())
                .next()
                .switchIfEmpty(Mono.error(() -> new ApiException.NotFound("there is no schema '"
                        + question.arrival().destination().resourceId() + "' for the caller's role")));
    }

    private Mono<List<Map<String, @Nullable Object>>> trees(Question question, String path) {
        return Flux.fromIterable(sources)
                .flatMapSequential(source -> tree(source, question.arrival(), path), sources.size())
                .collectList();
    }

    /** Empty: the service has no such document. */
    private static Mono<Map<String, @Nullable Object>> tree(Source source, Arrival arrival, String path) {
        Session session = arrival.session();
        Mono<Map<String, @Nullable Object>> call = source.client()
                .get()
                .uri(builder -> URI.create(builder.build() + path))
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
                .onErrorMap(WebClientResponseException.Unauthorized.class, SchemasClient::unauthorized)
                .onErrorMap(WebClientResponseException.BadRequest.class, _ -> noRole());
        return source.guarded().mono(call);
    }

    private static ApiException noRole() {
        return new ApiException.BadRequest("InvalidRole", "there is no such role as the parameter '_role' has");
    }

    private static ApiException unauthorized(Throwable refused) {
        return new ApiException.Unauthorized("the caller's token is not valid any more: try again");
    }
}
