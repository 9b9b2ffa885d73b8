package io.drover.gateway.credential;

import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Follows {@code GET /internal/revocations}; whoever runs it starts it again when it ends. */
public final class RevocationLoop {
    private final WebClient identity;
    private final Guarded guarded;
    private final TokenStore tokens;

    /**
     * @param identity with the suite's secret
     * @param guarded ends the stream when a heartbeat is overdue
     */
    public RevocationLoop(WebClient identity, Guarded guarded, TokenStore tokens) {
        this.identity = identity;
        this.guarded = guarded;
        this.tokens = tokens;
    }

    public Flux<Revocation> follow() {
        return guarded.flux(InternalClients.ndjson(() -> identity.get().uri("/internal/revocations"), Revocation.class))
                .map(tokens::heard)
                .doFinally(_ -> tokens.lostTouch());
    }
}
