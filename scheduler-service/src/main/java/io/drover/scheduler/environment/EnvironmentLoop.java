package io.drover.scheduler.environment;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.environment.EnvironmentFacts;
import io.drover.scheduler.environment.EnvironmentPlan.Step;
import io.drover.scheduler.host.HostLoop.AgentIdentities;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drives environments: what a new one begins with, and that what is in a removed one goes. */
public final class EnvironmentLoop {
    private static final Logger log = LoggerFactory.getLogger(EnvironmentLoop.class);

    private final Contents contents;
    private final AgentIdentities identities;
    private final Reports reports;
    private final Duration grace;
    private final Clock clock;

    /** @param grace how long agents have to take away what is on their hosts when their environment is removed */
    public EnvironmentLoop(
            Contents contents, AgentIdentities identities, Reports reports, Duration grace, Clock clock) {
        this.contents = contents;
        this.identities = identities;
        this.reports = reports;
        this.grace = grace;
        this.clock = clock;
    }

    /** One look at one environment. */
    public Mono<Optional<Instant>> pass(EnvironmentId id) {
        return contents.holdings(id).flatMap(this::pass).defaultIfEmpty(Optional.empty());
    }

    private Mono<Optional<Instant>> pass(Holdings holdings) {
        Instant now = clock.instant();
        EnvironmentPlan plan = EnvironmentPlan.of(holdings, grace, now);
        return Flux.fromIterable(plan.steps())
                .concatMap(step -> apply(holdings.facts(), step, now))
                .then(tell(holdings, plan))
                .thenReturn(plan.wakeAt());
    }

    private Mono<Void> apply(EnvironmentFacts environment, Step step, Instant now) {
        EnvironmentId id = environment.id();
        return switch (step) {
            case Step.BeginRemoval _ -> {
                log.info("environment {} ({}) is removed: what is in it goes", id, environment.name());
                yield contents.beginRemoval(id, now);
            }
            case Step.RemoveStacks _ -> contents.removeStacks(id);
            case Step.RemoveHost(var host) -> contents.removeHost(host.id());
            case Step.GiveUpHost(var host) -> {
                log.warn("host {} of removed environment {} is given up", host.name(), id);
                // The key first: an agent that still had it would come back as a new host.
                yield identities.end(host.agent()).then(contents.forget(host.id(), now));
            }
            case Step.Finish(String note) -> {
                log.info("environment {} ({}): {}", id, environment.name(), note);
                yield reports.removal(id, note, true).then(contents.finish(id, note, now));
            }
            case Step.Purge _ -> contents.purge(id, now);
            case Step.MakeTemplateStacks _ -> contents.makeTemplateStacks(environment, now);
            case Step.StartTemplateStacks _ -> contents.startTemplateStacks(id, now);
        };
    }

    /** Each sentence once. */
    private Mono<Void> tell(Holdings holdings, EnvironmentPlan plan) {
        String note = plan.note();
        EnvironmentId id = holdings.facts().id();
        return note == null || note.equals(holdings.marks().note())
                ? Mono.empty()
                : reports.removal(id, note, false).then(contents.setNote(id, note));
    }

    /** Who tells the owners. */
    public interface Reports {
        /** @param finished nothing is left of the environment */
        Mono<Void> removal(EnvironmentId id, String sentence, boolean finished);
    }

    /** What is in environments. All changes are harmless to repeat. */
    public interface Contents {
        /** Empty when nothing is known of the environment. */
        Mono<Holdings> holdings(EnvironmentId id);

        Mono<Void> beginRemoval(EnvironmentId id, Instant now);

        /** Asks for the removal of some stacks. */
        Mono<Void> removeStacks(EnvironmentId id);

        Mono<Void> removeHost(HostId id);

        Mono<Void> forget(HostId id, Instant now);

        Mono<Void> setNote(EnvironmentId id, String note);

        Mono<Void> finish(EnvironmentId id, String note, Instant now);

        /** Deletes some rows, or writes down that none are left. */
        Mono<Void> purge(EnvironmentId id, Instant now);

        Mono<Void> makeTemplateStacks(EnvironmentFacts environment, Instant now);

        Mono<Void> startTemplateStacks(EnvironmentId id, Instant now);
    }
}
