package io.drover.scheduler.api;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.Hello;
import io.drover.model.link.ObservedAck;
import io.drover.model.link.ObservedBatch;
import io.drover.scheduler.desired.HostLinkStream;
import io.drover.scheduler.store.ObservedStore;
import io.drover.scheduler.store.R2dbcHostStore;
import io.drover.scheduler.store.Tenant;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What websocket-proxy asks on behalf of agents. Guarded by the suite's secret, never routed by the gateway. */
@RestController
public final class InternalController {
    private final R2dbcHostStore hosts;
    private final HostLinkStream links;
    private final ObservedStore observed;
    private final Clock clock;

    public InternalController(R2dbcHostStore hosts, HostLinkStream links, ObservedStore observed, Clock clock) {
        this.hosts = hosts;
        this.links = links;
        this.observed = observed;
        this.clock = clock;
    }

    /**
     * An agent's first words.
     *
     * @param agent number of the agent's identity
     */
    public record HelloRequest(
            long agent, long environment, String environmentUuid, String environmentName, Hello hello) {}

    /** @param host number of the agent's host */
    public record HelloAnswer(long host) {}

    @PostMapping("/internal/hosts/hello")
    Mono<HelloAnswer> hello(@RequestBody HelloRequest request) {
        var tenant = new Tenant(
                new EnvironmentId(request.environment()), request.environmentUuid(), request.environmentName());
        return hosts.hello(tenant, request.agent(), request.hello().host(), clock.instant())
                .map(host -> new HelloAnswer(host.value()));
    }

    @GetMapping(path = "/internal/hosts/{host}/desired", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<DesiredMessage> desired(@PathVariable long host) {
        return observed.host(new HostId(host)).flatMapMany(row -> links.open(row.id()));
    }

    @PostMapping("/internal/hosts/{host}/observed")
    Mono<ObservedAck> observed(@PathVariable long host, @RequestBody ObservedBatch batch) {
        return observed.host(new HostId(host))
                .flatMap(row ->
                        observed.record(row, batch, clock.instant()).then(hosts.setLinkNote(row, batch.frozen())))
                .thenReturn(new ObservedAck(batch.sequence()));
    }
}
