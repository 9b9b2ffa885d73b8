package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.EnvironmentId;
import io.drover.model.environment.Quota;
import io.drover.model.environment.Quota.Item;
import io.drover.scheduler.quota.Excess;
import io.drover.scheduler.quota.Usage;
import io.drover.scheduler.quota.Usage.Wanted;
import io.drover.scheduler.spec.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * What an environment's users want, counted against its quota. A change is made, counted, and taken back with its transaction if
 * it was too much; the environment's turn is held meanwhile, so that of two at once the second counts the first.
 */
public final class QuotaStore {
    private final HostRepository hosts;
    private final StackRepository stacks;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final EnvironmentRepository environments;

    public QuotaStore(Repositories repositories) {
        this.hosts = repositories.hosts();
        this.stacks = repositories.stacks();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.environments = repositories.environments();
    }

    /**
     * A change within the caller's transaction. Without a quota nothing is counted and no turn is taken.
     *
     * @throws ApiException.InvalidField if the environment may not have so much
     */
    <T> Mono<T> within(EnvironmentId environment, Mono<T> change) {
        return quota(environment)
                .flatMap(quota -> quota.equals(Quota.UNLIMITED) ? change : counted(environment, quota, change));
    }

    /**
     * One more host, within the caller's transaction. Only hosts are compared: that global services then grow is held back
     * where their units are made.
     *
     * @throws ApiException.InvalidField if the environment has as many hosts as it may
     */
    <T> Mono<T> withinHosts(EnvironmentId environment, Mono<T> change) {
        return quota(environment)
                .map(quota ->
                        Quota.of(Map.of(Item.HOSTS, quota.limit(Item.HOSTS).orElse(0))))
                .flatMap(quota -> quota.equals(Quota.UNLIMITED) ? change : counted(environment, quota, change));
    }

    private <T> Mono<T> counted(EnvironmentId environment, Quota quota, Mono<T> change) {
        return instances
                .takeTurn(environment)
                .then(Mono.defer(() -> usage(environment)))
                .flatMap(before -> change.flatMap(result -> usage(environment).map(after -> {
                    requireRoom(quota, before, after);
                    return result;
                })));
    }

    private static void requireRoom(Quota quota, Usage before, Usage after) {
        Excess.of(quota, before, after).ifPresent(excess -> {
            throw new ApiException.InvalidField(
                    "QuotaExceeded", "quota." + excess.item().wire(), excess.sentence());
        });
    }

    /** What is known of it; an environment that nothing is known of is let in, or not, where it is asked for. */
    public Mono<Quota> quota(EnvironmentId environment) {
        return environments.find(environment).map(row -> row.facts().quota()).defaultIfEmpty(Quota.UNLIMITED);
    }

    /** What is wanted in an environment now. A global service counts once for each host. */
    public Mono<Usage> usage(EnvironmentId environment) {
        return services.wanted(environment)
                .collectList()
                .flatMap(rows -> Mono.zip(
                                services.currentSpecs(rows.stream()
                                        .map(row -> row.id().value())
                                        .toList()),
                                stacks.count(environment),
                                hosts.present(environment).count())
                        .map(parts ->
                                Usage.of(wanted(rows, parts.getT1(), parts.getT3()), parts.getT2(), parts.getT3())));
    }

    private static List<Wanted> wanted(List<ServiceRow> rows, Map<Long, ServiceSpec> specs, long hosts) {
        return rows.stream()
                .map(row -> {
                    ServiceSpec spec = Objects.requireNonNull(specs.get(row.id().value()));
                    return new Wanted(spec, spec.isGlobal() ? hosts : row.scale());
                })
                .toList();
    }
}
