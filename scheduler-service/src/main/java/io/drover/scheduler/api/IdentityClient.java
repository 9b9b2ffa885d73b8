package io.drover.scheduler.api;

import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentNews;
import io.drover.runtime.call.Guarded;
import io.drover.scheduler.environment.EnvironmentLoop.Reports;
import io.drover.scheduler.host.HostLoop.AgentIdentities;
import io.drover.scheduler.store.EnvironmentStore.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** Asks identity-service to sign tickets for streams, about environments, and to end the identities of removed hosts' agents. */
public final class IdentityClient implements AgentIdentities, Identity, Reports {
    private final WebClient http;
    private final Guarded guarded;

    public IdentityClient(WebClient http, Guarded guarded) {
        this.http = http;
        this.guarded = guarded;
    }

    /**
     * A ticket: good for one stream, for a minute.
     *
     * @param purpose {@code logs}, {@code exec} or {@code stats}
     * @param claims what the ticket is good for: {@code host} and {@code request}
     */
    public Mono<String> ticket(Caller caller, String purpose, Map<String, Object> claims) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("purpose", purpose);
        body.put("account", caller.account().toString());
        body.put("environment", caller.requireEnvironment().id().toString());
        // Whoever ends the credential ends the stream.
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("cred", caller.credential());
        body.put("claims", all);
        return guarded.mono(http.post()
                        .uri("/internal/tickets")
                        .bodyValue(body)
                        .retrieve()
                        .bodyToMono(Ticket.class))
                .map(Ticket::token);
    }

    @Override
    public Mono<Void> end(long agent) {
        return guarded.mono(http.delete()
                .uri("/internal/agents/{agent}", agent)
                .retrieve()
                .toBodilessEntity()
                .then());
    }

    @Override
    public Mono<EnvironmentNews> environment(EnvironmentId id) {
        return guarded.mono(http.get()
                        .uri("/internal/environments/{environment}", id.value())
                        .retrieve()
                        .bodyToMono(EnvironmentNews.class))
                .onErrorResume(WebClientResponseException.NotFound.class, _ -> Mono.empty());
    }

    @Override
    public Mono<Void> removal(EnvironmentId id, String sentence, boolean finished) {
        return guarded.mono(http.post()
                .uri("/internal/environments/{environment}/removal", id.value())
                .bodyValue(Map.of("sentence", sentence, "finished", finished))
                .retrieve()
                .toBodilessEntity()
                .then());
    }

    private record Ticket(String token) {}
}
