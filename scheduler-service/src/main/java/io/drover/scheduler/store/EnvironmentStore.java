package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.model.environment.EnvironmentFacts.State;
import io.drover.model.environment.EnvironmentNews;
import io.drover.runtime.call.PartUnavailable;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.environment.EnvironmentStream.Listener;
import io.drover.scheduler.environment.Hearing;
import io.drover.scheduler.host.StayAway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Environments: what is heard of them is written down, and asked for when something is to be made in one. */
public final class EnvironmentStore implements Listener {
    /** Changes of environments in this service's feed. */
    public static final String CHANGED = "environment";

    private static final Logger log = LoggerFactory.getLogger(EnvironmentStore.class);
    private static final int RETRY_SECONDS = 5;

    private final EnvironmentRepository environments;
    private final ServiceRepository services;
    private final FencedWriteClient writes;
    private final Identity identity;

    public EnvironmentStore(Repositories repositories, FencedWriteClient writes, Identity identity) {
        this.environments = repositories.environments();
        this.services = repositories.services();
        this.writes = writes;
        this.identity = identity;
    }

    /** Identity-service, asked for one environment. */
    public interface Identity {
        /** Empty when it has no such environment. */
        Mono<EnvironmentNews> environment(EnvironmentId id);
    }

    @Override
    public Mono<Void> heard(EnvironmentNews news) {
        String generation = news.generation();
        EnvironmentFacts said = news.environment();
        return generation == null || said == null
                ? Mono.empty()
                : environments
                        .find(said.id())
                        .map(row -> Hearing.of(row.heard(), generation, said))
                        .defaultIfEmpty(Hearing.of(null, generation, said))
                        .flatMap(this::keep);
    }

    private Mono<Void> keep(Hearing hearing) {
        return switch (hearing) {
            case Hearing.Known _ -> Mono.empty();
            case Hearing.Doubtful(String reason) -> Mono.fromRunnable(() -> log.warn("not believed: {}", reason));
            case Hearing.News(String generation, EnvironmentFacts facts) ->
                writes.writeUnfenced(environments.hear(generation, facts).then(wake(facts.id())));
        };
    }

    /** Every service looks again: what was withheld may be made now. */
    private Mono<Void> wake(EnvironmentId id) {
        return services.present(id)
                .map(service -> NewChange.updated("service", service.value(), id.value()))
                .startWith(NewChange.updated(CHANGED, id.value(), id.value()))
                .collectList()
                .flatMap(writes::record);
    }

    /**
     * What is known of an environment in which something is to be made. One that is so new that nothing was heard of it yet is
     * asked for.
     *
     * @throws ApiException.Unavailable if nothing is known of it and identity-service does not say: without its limits nothing
     *     is made
     * @throws ApiException.Forbidden if it is removed
     */
    public Mono<EnvironmentFacts> require(EnvironmentId id) {
        return environments
                .find(id)
                .map(EnvironmentRow::facts)
                .switchIfEmpty(Mono.defer(() -> ask(id)))
                .flatMap(facts -> facts.state() == State.REMOVED
                        ? Mono.error(new ApiException.Forbidden(
                                "environment '%s' is removed: nothing can be made in it".formatted(facts.name())))
                        : Mono.just(facts));
    }

    /** What the environment says of how long its hosts may stay away; one of which nothing was heard removes nobody. */
    Mono<StayAway> stayAway(EnvironmentId id) {
        return environments
                .find(id)
                .map(row -> StayAway.of(row.facts().hostRemoveDelay()))
                .defaultIfEmpty(StayAway.FOREVER);
    }

    private Mono<EnvironmentFacts> ask(EnvironmentId id) {
        return identity.environment(id)
                .flatMap(news -> heard(news).then(environments.find(id)))
                .map(EnvironmentRow::facts)
                .switchIfEmpty(Mono.error(() -> new ApiException.Unavailable(
                        RETRY_SECONDS,
                        "the limits of environment %s are not known: identity-service has not told them; try again"
                                .formatted(id))))
                .onErrorMap(
                        PartUnavailable.class,
                        away -> new ApiException.Unavailable(
                                RETRY_SECONDS,
                                "the limits of environment %s are not known yet, so nothing can be made in it: %s"
                                        .formatted(id, away.sentence())));
    }
}
