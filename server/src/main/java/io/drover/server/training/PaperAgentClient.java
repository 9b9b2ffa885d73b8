package io.drover.server.training;

import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import io.drover.model.link.LinkRoute;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.transport.netty.client.WebsocketClientTransport;
import io.rsocket.util.DefaultPayload;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the agent link for a host that has no engine: whatever is desired there is so, on paper. */
public final class PaperAgentClient {
    private static final int FRAGMENT = 32 * 1024;
    private static final long MEMORY = 64L << 30;
    private static final int MILLI_CPU = 64_000;

    private final JsonMapper json = JsonMapper.builder().build();
    private final AtomicLong sequence = new AtomicLong();

    private PaperAgentClient() {}

    /** Links one; the future ends with the link. */
    public static CompletableFuture<?> link(String server, String accessKey, String secretKey) {
        var agent = new PaperAgentClient();
        Mono<RSocket> link = agent.connect(server, accessKey + ":" + secretKey);
        return link.flatMapMany(agent::serve).then().toFuture();
    }

    private Mono<RSocket> connect(String server, String key) {
        URI address = URI.create(server);
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        HttpClient http = HttpClient.newConnection()
                .host(address.getHost())
                .port(address.getPort())
                .headers(headers -> headers.set("Authorization", "Basic " + basic));
        var facts = new HostFacts(
                "PAPER", "paper", "127.0.0.1", "27.0", "6.1", "paper", "overlay2", MEMORY, MILLI_CPU, 1, Map.of());
        var hello = new Hello("0.1.0", Hello.PROTOCOL, Set.of(), DocumentVersion.NONE, facts);
        return RSocketConnector.create()
                .setupPayload(DefaultPayload.create(json.writeValueAsBytes(hello)))
                .keepAlive(Duration.ofSeconds(5), Duration.ofSeconds(30))
                .fragment(FRAGMENT)
                .connect(WebsocketClientTransport.create(http, "/v1/agent-link"));
    }

    private Flux<?> serve(RSocket link) {
        Flux<DesiredMessage> desired = link.requestStream(payload(LinkRoute.DESIRED, Map.of()))
                .map(payload -> json.readValue(payload.getDataUtf8(), DesiredMessage.class));
        Flux<ObservedBatch> seen = Flux.just(batch(true, DocumentVersion.NONE, List.of()))
                .concatWith(desired.concatMapIterable(this::obeyed));
        return link.requestChannel(seen.map(batch -> payload(LinkRoute.OBSERVED, batch)));
    }

    /** One report for each step of a container's life, as of an engine that takes its time. */
    private List<ObservedBatch> obeyed(DesiredMessage message) {
        List<DesiredInstance> instances = switch (message) {
            case DesiredMessage.Snapshot snapshot -> snapshot.instances();
            case DesiredMessage.Delta delta -> delta.changed();
        };
        if (instances.isEmpty()) {
            return List.of();
        }
        return List.of(
                batch(false, message.version(), observed(instances, State.CREATED, State.STOPPING)),
                batch(false, message.version(), observed(instances, State.RUNNING, State.REMOVED)));
    }

    private static List<ObservedInstance> observed(List<DesiredInstance> instances, State wanted, State unwanted) {
        return instances.stream()
                .map(instance -> new ObservedInstance(
                        instance.id(),
                        instance.uuid(),
                        instance.target() == Target.RUNNING ? wanted : unwanted,
                        "c" + instance.id(),
                        instance.startGeneration(),
                        1,
                        "172.17.0.2",
                        List.of(),
                        null,
                        1,
                        0,
                        null,
                        null,
                        0))
                .toList();
    }

    private ObservedBatch batch(boolean full, DocumentVersion known, List<ObservedInstance> instances) {
        return new ObservedBatch(sequence.incrementAndGet(), full, known, null, instances, List.of(), List.of());
    }

    private Payload payload(LinkRoute route, Object value) {
        return DefaultPayload.create(json.writeValueAsBytes(value), route.wire().getBytes(StandardCharsets.UTF_8));
    }
}
