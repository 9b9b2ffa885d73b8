package io.drover.scheduler.store;

import io.drover.api.ApiException;
import io.drover.model.HostId;
import io.drover.model.link.HostFacts;
import io.drover.runtime.Ids;
import io.drover.runtime.feed.NewChange;
import io.drover.scheduler.host.HostLoop.HostStore;
import io.drover.scheduler.host.HostView;
import io.drover.scheduler.reconcile.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hosts: their agents' first words, their links, and the host loop's verdicts. */
public final class R2dbcHostStore implements HostStore {
    private final HostRepository hosts;
    private final ServiceRepository services;
    private final InstanceRepository instances;
    private final EnvironmentStore environments;
    private final QuotaStore quotas;
    private final FencedWriteClient writes;
    private final Ids ids;

    public R2dbcHostStore(
            Repositories repositories,
            EnvironmentStore environments,
            QuotaStore quotas,
            FencedWriteClient writes,
            Ids ids) {
        this.hosts = repositories.hosts();
        this.services = repositories.services();
        this.instances = repositories.instances();
        this.environments = environments;
        this.quotas = quotas;
        this.writes = writes;
        this.ids = ids;
    }

    /**
     * The host of an agent: the one it had, or a new one. The agent's identity is the host's, so that an engine that is
     * installed anew, or two engines that claim the same id, cannot take over another host.
     *
     * <p>An agent that has a host is welcome whatever became of its environment: it may have to take away what is there.
     *
     * @throws ApiException.Forbidden if the agent belongs to a host of another environment, or would be a new host of one that
     *     is removed
     * @throws ApiException.InvalidField if the environment has as many hosts as it may
     * @throws ApiException.Unavailable if nothing is known of the environment yet
     */
    public Mono<HostId> hello(Tenant tenant, long agent, HostFacts facts, Instant now) {
        Mono<HostId> known = hosts.byAgent(agent).flatMap(host -> welcome(host, tenant, facts));
        return writes.writeUnfenced(known)
                .switchIfEmpty(Mono.defer(() -> environments
                        .require(tenant.id())
                        .then(writes.writeUnfenced(
                                known.switchIfEmpty(Mono.defer(() -> created(tenant, agent, facts, now)))))));
    }

    private Mono<HostId> created(Tenant tenant, long agent, HostFacts facts, Instant now) {
        return quotas.withinHosts(
                tenant.id(),
                hosts.insert(tenant, ids.uuid(), agent, facts, now)
                        .flatMap(id -> writes.record(List.of(NewChange.created(
                                        "host", id.value(), tenant.id().value())))
                                .thenReturn(id)));
    }

    private Mono<HostId> welcome(HostRow host, Tenant tenant, HostFacts facts) {
        if (!host.tenant().id().equals(tenant.id())) {
            return Mono.error(new ApiException.Forbidden("this agent belongs to another environment"));
        }
        if (host.facts().equals(facts)) {
            return Mono.just(host.id());
        }
        return hosts.updateFacts(host.id(), facts)
                .then(writes.record(List.of(changed(host))))
                .thenReturn(host.id());
    }

    /** The link opened or ended. */
    public Mono<Void> setLink(HostId id, boolean connected, Instant now) {
        return writes.writeUnfenced(hosts.byId(id)
                        .filter(host -> host.removed() == null)
                        .flatMap(host -> hosts.setLink(id, connected, connected ? host.linkNote() : null, now)
                                .then(wakeServices(host))
                                .thenReturn(id)))
                .then();
    }

    /** What the agent says of its obedience; null: it obeys. */
    public Mono<Void> setLinkNote(HostRow host, @Nullable String note) {
        return Objects.equals(host.linkNote(), note)
                ? Mono.empty()
                : writes.writeUnfenced(hosts.setLinkNote(host.id(), note).then(writes.record(List.of(changed(host)))));
    }

    @Override
    public Mono<HostView> host(HostId id) {
        return hosts.byId(id)
                .filter(host -> host.removed() == null)
                .flatMap(host -> Mono.zip(
                                environments.stayAway(host.tenant().id()),
                                instances
                                        .ofHost(id)
                                        .filter(row -> !row.isNative())
                                        .count())
                        .map(parts -> new HostView(
                                id,
                                host.agentId(),
                                host.connected(),
                                host.linkSince(),
                                host.lost(),
                                host.activity() == Activity.REMOVED,
                                parts.getT1(),
                                parts.getT2().intValue())));
    }

    @Override
    public Mono<Void> setLost(HostId id, boolean lost, Instant now) {
        return writes.write(hosts.setLost(id, lost).then(hosts.byId(id)).flatMap(this::wakeServices));
    }

    @Override
    public Mono<Void> forget(HostId id, Instant now) {
        return writes.write(hosts.byId(id)
                .zipWith(instances.ofHost(id).collectList())
                .flatMap(parts -> instances
                        .finish(
                                parts.getT2().stream()
                                        .map(row -> row.id().value())
                                        .toList(),
                                now)
                        .then(hosts.finish(id, now))
                        .then(forgotten(parts.getT1(), parts.getT2()))));
    }

    private Mono<Void> forgotten(HostRow host, List<InstanceRow> gone) {
        long environment = host.tenant().id().value();
        List<NewChange> changes = new ArrayList<>();
        gone.forEach(row -> changes.add(NewChange.removed("container", row.id().value(), environment)));
        gone.stream()
                .flatMap(row -> row.membership() == null ? null : java.util.stream.Stream.of(row.membership()))
                .map(InstanceRow.Membership::service)
                .distinct()
                .forEach(service -> changes.add(NewChange.updated("service", service.value(), environment)));
        changes.add(NewChange.removed("host", host.id().value(), environment));
        return writes.record(changes);
    }

    /** Every service of the environment looks again: it may place something on the host, or must leave it. */
    private Mono<Void> wakeServices(HostRow host) {
        return services.present(host.tenant().id())
                .map(id -> NewChange.updated(
                        "service", id.value(), host.tenant().id().value()))
                .startWith(changed(host))
                .collectList()
                .flatMap(writes::record);
    }

    private static NewChange changed(HostRow host) {
        return NewChange.updated("host", host.id().value(), host.tenant().id().value());
    }

    /** Ids of all hosts, for a process that begins to run the loops. */
    public Flux<HostId> present() {
        return hosts.present().map(HostRow::id);
    }
}
