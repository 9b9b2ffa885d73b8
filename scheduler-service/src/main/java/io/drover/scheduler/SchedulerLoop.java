package io.drover.scheduler;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.runtime.Subscriptions;
import io.drover.runtime.feed.Change;
import io.drover.runtime.feed.ChangeKind;
import io.drover.runtime.feed.ChangeStream;
import io.drover.runtime.feed.FeedSignal;
import io.drover.runtime.lease.LeaseEpoch;
import io.drover.runtime.lease.LeaseListener;
import io.drover.runtime.loop.KeyedLoop;
import io.drover.scheduler.host.HostLoop;
import io.drover.scheduler.store.EnvironmentStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Runs this service's loops while this process holds the lease: everything is looked at once when it takes the lease, and
 * then whatever the feed names.
 */
final class SchedulerLoop implements LeaseListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final KeyedLoop<ServiceId> services;
    private final KeyedLoop<HostId> hosts;
    private final KeyedLoop<StackId> stacks;
    private final KeyedLoop<EnvironmentId> environments;
    private final HostLoop hostLoop;
    private final Everything everything;
    private final Subscriptions subscriptions;
    private final AtomicReference<Optional<LeaseEpoch>> held;

    SchedulerLoop(
            Loops loops,
            HostLoop hostLoop,
            Everything everything,
            Subscriptions subscriptions,
            AtomicReference<Optional<LeaseEpoch>> held) {
        this.services = loops.services;
        this.hosts = loops.hosts;
        this.stacks = loops.stacks;
        this.environments = loops.environments;
        this.hostLoop = hostLoop;
        this.everything = everything;
        this.subscriptions = subscriptions;
        this.held = held;
    }

    record Loops(
            KeyedLoop<ServiceId> services,
            KeyedLoop<HostId> hosts,
            KeyedLoop<StackId> stacks,
            KeyedLoop<EnvironmentId> environments) {}

    /** What a fresh lease holder looks at once. */
    interface Everything {
        /** Completes when this process has written down that no link is open yet. */
        Mono<Void> ready();

        Flux<ServiceId> services();

        Flux<HostId> hosts();

        Flux<StackId> stacks();

        Flux<EnvironmentId> environments();
    }

    /** Follows the feed for as long as the context lives; without the lease its triggers wait in stopped loops for nobody. */
    void follow(ChangeStream changes) {
        subscriptions.keep(
                "loops", changes.position().flatMapMany(changes::from).concatMap(this::handle, 1));
    }

    @Override
    public void acquired(LeaseEpoch epoch) {
        held.set(Optional.of(epoch));
        hostLoop.begin();
        all().forEach(KeyedLoop::start);
        subscriptions.once("look-at-everything", triggerEverything());
    }

    @Override
    public void lost(LeaseEpoch epoch) {
        held.set(Optional.empty());
        all().forEach(KeyedLoop::stop);
    }

    private List<KeyedLoop<?>> all() {
        return List.of(services, hosts, stacks, environments);
    }

    private Mono<Void> handle(FeedSignal signal) {
        if (held.get().isEmpty()) {
            return Mono.empty();
        }
        return switch (signal) {
            case FeedSignal.Lagging _ -> triggerEverything();
            case FeedSignal.Changed(Change change) -> Mono.fromRunnable(() -> trigger(change));
        };
    }

    private void trigger(Change change) {
        switch (change.resourceType()) {
            case "service" -> services.trigger(new ServiceId(change.resourceId()));
            case "stack" -> stacks.trigger(new StackId(change.resourceId()));
            case EnvironmentStore.CHANGED -> environments.trigger(new EnvironmentId(change.resourceId()));
            case "host" -> {
                hosts.trigger(new HostId(change.resourceId()));
                // The first one that is connected starts what came with the environment.
                Long environment = change.environmentId();
                if (environment != null) {
                    environments.trigger(new EnvironmentId(environment));
                }
            }
            case "container" -> {
                Long host = change.hostId();
                if (change.kind() == ChangeKind.REMOVED && host != null) {
                    hosts.trigger(new HostId(host));
                }
            }
            default -> {}
        }
    }

    /** Until it has happened, or the lease is another's: what is not looked at now, nobody would look at later. */
    private Mono<Void> triggerEverything() {
        return everything
                .ready()
                .thenMany(Flux.merge(
                        everything.services().doOnNext(services::trigger),
                        everything.hosts().doOnNext(hosts::trigger),
                        everything.stacks().doOnNext(stacks::trigger),
                        everything.environments().doOnNext(environments::trigger)))
                .then()
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(_ -> held.get().isPresent()));
    }
}
