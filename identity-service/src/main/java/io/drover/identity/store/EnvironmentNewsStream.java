package io.drover.identity.store;

import io.drover.identity.token.Revocation;
import io.drover.model.environment.EnvironmentNews;
import io.drover.runtime.feed.Change;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import io.drover.runtime.feed.FeedSignal.Changed;
import io.drover.runtime.feed.FeedSignal.Lagging;
import io.drover.runtime.lease.GenerationStore;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the other services follow: every environment once, then each that changes ({@link EnvironmentNews}). A follower that fell
 * behind gets an error and lists anew.
 */
public final class EnvironmentNewsStream {
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

    private final ProjectStore projects;
    private final ChangeStream changes;
    private final GenerationStore generations;

    public EnvironmentNewsStream(ProjectStore projects, ChangeStream changes, GenerationStore generations) {
        this.projects = projects;
        this.changes = changes;
        this.generations = generations;
    }

    /** Endless. */
    public Flux<EnvironmentNews> follow() {
        return Mono.zip(generations.read(), changes.position())
                .flatMapMany(start -> Flux.concat(
                        projects.everything().map(row -> news(start.getT1(), row)),
                        Flux.merge(alive(), changed(start.getT1(), start.getT2()))));
    }

    /** What is known of one now; empty when there never was such an environment. */
    public Mono<EnvironmentNews> find(long environment) {
        return generations
                .read()
                .flatMap(generation -> projects.find(environment).map(row -> news(generation, row)));
    }

    private Flux<EnvironmentNews> changed(String generation, long position) {
        return changes.from(position)
                .concatMap(EnvironmentNewsStream::number)
                .concatMap(projects::find)
                .map(row -> news(generation, row));
    }

    private static Flux<EnvironmentNews> alive() {
        return Flux.interval(Duration.ZERO, ALIVE_EVERY).onBackpressureDrop().map(_ -> EnvironmentNews.ALIVE);
    }

    private static Mono<Long> number(FeedSignal signal) {
        return switch (signal) {
            case Changed(Change change)
            when change.resourceType().equals(Revocation.PROJECT) -> Mono.just(change.resourceId());
            case Changed _ -> Mono.empty();
            case Lagging lagging -> Mono.error(new IllegalStateException("fell behind: " + lagging.reason()));
        };
    }

    private static EnvironmentNews news(String generation, ProjectRow row) {
        return new EnvironmentNews(generation, row.facts());
    }
}
