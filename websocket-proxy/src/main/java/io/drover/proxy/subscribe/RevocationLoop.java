package io.drover.proxy.subscribe;

import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Follows {@code GET /internal/revocations} and tells subscriptions that the access they were opened with has ended. A
 * subscription lives longer than the token it began with, so nothing else would end it. Whoever runs it starts it again when it
 * ends; while it is silent, subscriptions go on.
 */
public final class RevocationLoop {
    private final WebClient identity;
    private final Guarded guarded;
    private final Sinks.Many<Revocation> revocations = Sinks.many().multicast().directBestEffort();

    /** A line of the stream; no component set: the stream lives. */
    record Revocation(
            @Nullable String credential,
            @Nullable String account,
            @Nullable String environment) {

        /** @param claims of an internal token */
        boolean concerns(Map<String, Object> claims) {
            return (credential != null && credential.equals(claims.get("cred")))
                    || (account != null && account.equals(claims.get("sub")))
                    || (environment != null && environment.equals(claims.get("env")));
        }
    }

    /**
     * @param identity with the suite's secret
     * @param guarded ends the stream when a heartbeat is overdue
     */
    public RevocationLoop(WebClient identity, Guarded guarded) {
        this.identity = identity;
        this.guarded = guarded;
    }

    public Flux<Revocation> follow() {
        return guarded.flux(Flux.defer(
                        () -> InternalClients.ndjson(identity.get().uri("/internal/revocations"), Revocation.class)))
                .doOnNext(revocations::tryEmitNext);
    }

    /** Comes when the access with these claims has ended. */
    Mono<Revocation> of(Map<String, Object> claims) {
        return revocations.asFlux().filter(one -> one.concerns(claims)).next();
    }
}
