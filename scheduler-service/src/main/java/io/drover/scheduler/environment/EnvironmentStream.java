package io.drover.scheduler.environment;

import io.drover.model.environment.EnvironmentNews;
import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Follows {@code GET /internal/environments}; whoever runs it starts it again when it ends. */
public final class EnvironmentStream {
    private final WebClient identity;
    private final Guarded guarded;
    private final Listener listener;

    /**
     * @param identity with the suite's secret
     * @param guarded ends the stream when a line is overdue
     */
    public EnvironmentStream(WebClient identity, Guarded guarded, Listener listener) {
        this.identity = identity;
        this.guarded = guarded;
        this.listener = listener;
    }

    /** Who writes down what is heard. */
    public interface Listener {
        /** Harmless to tell twice. */
        Mono<Void> heard(EnvironmentNews news);
    }

    /** Endless; each line comes out when it is written down. */
    public Flux<EnvironmentNews> follow() {
        return guarded.flux(InternalClients.ndjson(
                        () -> identity.get().uri("/internal/environments"), EnvironmentNews.class))
                .concatMap(news -> listener.heard(news).thenReturn(news));
    }
}
