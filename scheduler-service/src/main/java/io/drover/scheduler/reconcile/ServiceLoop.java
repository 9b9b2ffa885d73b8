package io.drover.scheduler.reconcile;

import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.scheduler.placement.HostSnapshot;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Drives services: snapshot, decide, apply; one service per pass.
 *
 * <p>Most passes only read what agents reported and conclude that all is well. Those never look at what else is on the
 * hosts. Only a plan that wants to place something is made again, with the whole environment in view and the environment's
 * turn taken, so that two services never get the same port.
 */
public final class ServiceLoop {
    private static final Logger log = LoggerFactory.getLogger(ServiceLoop.class);

    private final ServiceStore store;
    private final ReplacementBudgets budgets;
    private final Clock clock;

    public ServiceLoop(ServiceStore store, ReplacementBudgets budgets, Clock clock) {
        this.store = store;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** One look at one service. */
    public Mono<Optional<Instant>> pass(ServiceId id) {
        return store.snapshot(id).flatMap(this::pass).defaultIfEmpty(Optional.empty());
    }

    private Mono<Optional<Instant>> pass(Snapshot snapshot) {
        Instant now = clock.instant();
        return store.hosts(snapshot.environment())
                .map(hosts -> decide(snapshot, hosts, now))
                .flatMap(decision -> places(decision.plan())
                        ? store.placeInTurn(snapshot, hosts -> decide(snapshot, hosts, now), now)
                        : store.apply(snapshot, decision, now).thenReturn(decision))
                .doOnNext(decision -> log(snapshot, decision))
                .map(decision -> account(snapshot, decision, now));
    }

    private Reconciliation decide(Snapshot snapshot, List<HostSnapshot> hosts, Instant now) {
        return ServiceReconciler.reconcile(
                snapshot.view(),
                hosts,
                budgets.of(snapshot.environment(), snapshot.environmentInstances(), now),
                snapshot.limits(),
                now);
    }

    private Optional<Instant> account(Snapshot snapshot, Reconciliation decision, Instant now) {
        budgets.use(snapshot.environment(), decision.plan().replaced(), now);
        return decision.plan().wakeAt();
    }

    private static boolean places(Plan plan) {
        return !plan.refusals().isEmpty()
                || plan.actions().stream()
                        .anyMatch(action ->
                                action instanceof Action.CreateUnit || action instanceof Action.CreateInstance);
    }

    private static void log(Snapshot snapshot, Reconciliation decision) {
        Plan plan = decision.plan();
        if (!plan.actions().isEmpty()) {
            log.info(
                    "service {} ({}/{}): {} actions, first: {}",
                    snapshot.view().identity().id(),
                    snapshot.view().identity().stackName(),
                    snapshot.view().spec().name(),
                    plan.actions().size(),
                    plan.actions().getFirst().reason());
        }
    }

    /**
     * A service at the beginning of a pass.
     *
     * @param environmentInstances live instances of its environment, for the brake on mass action
     * @param generation the user's request that {@code view} holds
     * @param everActive what the status says so far
     * @param status what the last pass concluded
     * @param limits of its environment
     */
    public record Snapshot(
            ServiceView view,
            EnvironmentId environment,
            int environmentInstances,
            long generation,
            long statusGeneration,
            boolean everActive,
            ServiceStatus status,
            Limits limits) {
        public Snapshot within(Limits newLimits) {
            return new Snapshot(
                    view,
                    environment,
                    environmentInstances,
                    generation,
                    statusGeneration,
                    everActive,
                    status,
                    newLimits);
        }
    }

    /** What a pass needs from outside: R2DBC in {@code store}, memory in the simulated cluster. */
    public interface ServiceStore {
        /** Empty when the service is gone. */
        Mono<Snapshot> snapshot(ServiceId id);

        /** The environment's hosts without what is on them. */
        Mono<List<HostSnapshot>> hosts(EnvironmentId environment);

        /** Writes plan and status in one transaction. */
        Mono<Void> apply(Snapshot snapshot, Reconciliation decision, Instant now);

        /** Decides with everything in view while nobody else places in that environment, and applies. */
        Mono<Reconciliation> placeInTurn(
                Snapshot snapshot, Function<List<HostSnapshot>, Reconciliation> decide, Instant now);
    }
}
