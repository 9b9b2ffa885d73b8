package io.drover.scheduler.api;

import io.drover.api.ApiException;
import io.drover.api.resource.Resource;
import io.drover.api.schema.Verb;
import io.drover.api.security.Caller;
import io.drover.api.security.StackScope;
import io.drover.model.HostId;
import io.drover.scheduler.store.HostRepository;
import io.drover.scheduler.store.HostRow;
import io.drover.scheduler.store.InstanceRepository;
import io.drover.scheduler.store.InstanceRow;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Hands out what a client needs to open a stream: an address and a ticket (spec: hosts and network, 3.4, 3.7). The ticket
 * names the host, the container and what may be done; websocket-proxy asks for nothing else.
 */
public final class StreamTicketHandler {
    /** Key of the request's base address in the Reactor context; see {@link RequestBaseHandler}. */
    static final String BASE = "drover.base";

    private final IdentityClient identity;
    private final HostRepository hosts;
    private final InstanceRepository instances;

    public StreamTicketHandler(IdentityClient identity, HostRepository hosts, InstanceRepository instances) {
        this.identity = identity;
        this.hosts = hosts;
        this.instances = instances;
    }

    /** @param request the JSON of {@code LogsRequest} or {@code ExecFrame.Open} */
    public Mono<Resource> ofContainer(
            Caller caller, InstanceRow instance, String purpose, Map<String, Object> request) {
        return connected(instance.host())
                .flatMap(host -> access(
                        caller,
                        "hostAccess",
                        purpose,
                        "/v1/" + purpose + "/",
                        Map.of(
                                "host",
                                host.id().value(),
                                "request",
                                request,
                                "resource",
                                instance.id().toString())));
    }

    public Mono<Resource> containerStats(Caller caller, InstanceRow instance) {
        return connected(instance.host())
                .flatMap(host -> access(
                        caller,
                        "statsAccess",
                        "stats",
                        "/v1/containerstats",
                        claims(
                                host,
                                statsRequest(
                                        host,
                                        false,
                                        Map.of(engineId(instance), instance.id().toString())))));
    }

    public Mono<Resource> hostStats(Caller caller, HostRow host, boolean containers) {
        StackScope seen = caller.rights().scope(SchedulerTypes.CONTAINER, Verb.READ);
        Mono<Map<String, String>> running = containers
                ? instances
                        .ofHost(host.id())
                        .filter(row -> row.observed() != null && row.observed().externalId() != null)
                        .filter(row -> seen.covers(stackOf(row)))
                        .collectMap(
                                StreamTicketHandler::engineId, row -> row.id().toString())
                : Mono.just(Map.of());
        return connected(host.id())
                .zipWith(running)
                .flatMap(parts -> access(
                        caller,
                        "statsAccess",
                        "stats",
                        containers ? "/v1/containerstats" : "/v1/hoststats",
                        claims(parts.getT1(), statsRequest(parts.getT1(), !containers, parts.getT2()))));
    }

    private static @Nullable Long stackOf(InstanceRow row) {
        InstanceRow.Membership of = row.membership();
        return of == null ? null : Long.valueOf(of.stack().value());
    }

    /** The engine's id of a container, or a sentence: there is nothing to look at yet. */
    static String engineId(InstanceRow instance) {
        InstanceRow.Observed observed = instance.observed();
        String id = observed == null ? null : observed.externalId();
        if (id == null) {
            throw new ApiException.Conflict(
                    "InvalidState",
                    "container '%s' does not exist on its host yet; try again".formatted(instance.name()));
        }
        return id;
    }

    private Mono<HostRow> connected(HostId id) {
        return hosts.byId(id)
                .filter(HostRow::connected)
                .switchIfEmpty(Mono.error(() -> new ApiException.Unavailable(
                        5, "host '%s' is not connected; try again when it is back".formatted(id))));
    }

    private static Map<String, Object> statsRequest(HostRow host, boolean ofHost, Map<String, String> containers) {
        return Map.of("host", ofHost, "hostResourceId", host.id().toString(), "containers", containers);
    }

    private static Map<String, Object> claims(HostRow host, Map<String, Object> request) {
        return Map.of("host", host.id().value(), "request", request);
    }

    private Mono<Resource> access(Caller caller, String type, String purpose, String path, Map<String, Object> claims) {
        return Mono.deferContextual(context -> identity.ticket(caller, purpose, claims)
                .map(token -> access(type, address(context.getOrDefault(BASE, ""), path), token)));
    }

    private static Resource access(String type, String url, String token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("url", url);
        fields.put("token", token);
        return new Resource(type, "", fields);
    }

    /** The public WebSocket address beside the API's. */
    static String address(@Nullable String base, String path) {
        if (base == null || base.isEmpty()) {
            return path;
        }
        URI uri = URI.create(base);
        return ("https".equals(uri.getScheme()) ? "wss://" : "ws://") + uri.getRawAuthority() + path;
    }
}
