package io.drover.api.audit;

import io.drover.runtime.call.Guarded;
import java.util.List;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Hands events to identity-service. */
public final class AuditClient implements AuditReportLoop.Delivery {
    private final WebClient identity;
    private final Guarded guarded;

    /** @param identity with the suite's secret */
    public AuditClient(WebClient identity, Guarded guarded) {
        this.identity = identity;
        this.guarded = guarded;
    }

    @Override
    public Mono<Void> deliver(List<AuditEvent> events) {
        return guarded.mono(identity.post()
                .uri("/internal/audit")
                .bodyValue(events)
                .retrieve()
                .toBodilessEntity()
                .then());
    }
}
