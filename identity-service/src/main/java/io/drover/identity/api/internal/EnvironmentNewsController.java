package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.api.ProjectWriteHandler;
import io.drover.identity.store.EnvironmentNewsStream;
import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentNews;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Environments as the other services see them. The security chain has checked the suite's secret before. */
@RestController
public final class EnvironmentNewsController {
    private final EnvironmentNewsStream news;
    private final ProjectWriteHandler writes;

    public EnvironmentNewsController(EnvironmentNewsStream news, ProjectWriteHandler writes) {
        this.news = news;
        this.writes = writes;
    }

    /**
     * How far the removal of what is in an environment is.
     *
     * @param sentence for its owners
     * @param finished nothing is left
     */
    record Removal(String sentence, boolean finished) {}

    /** All environments, then those that change, without end. */
    @GetMapping(path = "/internal/environments", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<EnvironmentNews> environments() {
        return news.follow();
    }

    /** One environment now, for who cannot wait for the news of it; 404 when there never was such a one. */
    @GetMapping("/internal/environments/{environment}")
    Mono<EnvironmentNews> environment(@PathVariable long environment) {
        return news.find(environment)
                .switchIfEmpty(Mono.error(() -> new ApiException.NotFound(
                        "there is no environment '%s'".formatted(new EnvironmentId(environment)))));
    }

    /** Scheduler-service's word on a removed environment. */
    @PostMapping("/internal/environments/{environment}/removal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> removal(@PathVariable long environment, @RequestBody Removal removal) {
        return writes.emptied(environment, removal.sentence(), removal.finished());
    }
}
