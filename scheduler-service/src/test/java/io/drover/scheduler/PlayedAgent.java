package io.drover.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.model.link.Hello;
import io.drover.model.link.HostFacts;
import io.drover.model.link.ObservedBatch;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;

/** A host whose agent does at once what it is told. */
@NullUnmarked // answers are read as free maps: a missing field fails the test
final class PlayedAgent implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final WebClient internal;
    private final BlockingQueue<DesiredMessage> messages = new LinkedBlockingQueue<>();
    final List<DesiredInstance> wanted = new ArrayList<>();
    final long host;
    private final Disposable link;
    private long sequence;
    DocumentVersion version = DocumentVersion.NONE;

    PlayedAgent(WebClient internal, long agent, long environment) {
        this.internal = internal;
        var facts = new HostFacts(
                "engine-" + agent,
                "host" + agent,
                "192.0.2." + agent,
                "20.10",
                "6.1",
                "Test",
                "overlay2",
                8L << 30,
                4000,
                1000,
                Map.of("zone", "z" + agent));
        Map<?, ?> answer = internal.post()
                .uri("/internal/hosts/hello")
                .bodyValue(Map.of(
                        "agent",
                        agent,
                        "environment",
                        environment,
                        "environmentUuid",
                        "uuid-1a" + environment,
                        "environmentName",
                        "env",
                        "hello",
                        new Hello("test", Hello.PROTOCOL, Set.of(), DocumentVersion.NONE, facts)))
                .retrieve()
                .bodyToMono(Map.class)
                .block(LIMIT);
        host = ((Number) answer.get("host")).longValue();
        link = internal.get()
                .uri("/internal/hosts/" + host + "/desired?generation=&epoch=0&revision=0")
                .accept(MediaType.APPLICATION_NDJSON)
                .retrieve()
                .bodyToFlux(DesiredMessage.class)
                .subscribe(messages::add, _ -> {});
    }

    /** Reads messages until the document is as wanted. */
    List<DesiredInstance> await(Predicate<List<DesiredInstance>> predicate) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!predicate.test(wanted)) {
            DesiredMessage message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("the document never came to be as wanted, but is: " + wanted);
            }
            assertThat(message.version().isOlderThan(version)).isFalse();
            version = message.version();
            switch (message) {
                case DesiredMessage.Snapshot(var _, var instances) -> {
                    wanted.clear();
                    wanted.addAll(instances);
                }
                case DesiredMessage.Delta(var _, var changed, var forgotten) -> {
                    wanted.removeIf(one ->
                            forgotten.contains(one.id()) || changed.stream().anyMatch(other -> other.id() == one.id()));
                    wanted.addAll(changed);
                }
            }
        }
        return List.copyOf(wanted);
    }

    /** Reports everything as done. */
    void obey() {
        List<ObservedInstance> seen = wanted.stream().map(PlayedAgent::done).toList();
        report(new ObservedBatch(++sequence, false, version, null, seen, List.of(), List.of()));
    }

    void report(ObservedBatch batch) {
        internal.post()
                .uri("/internal/hosts/" + host + "/observed")
                .bodyValue(batch)
                .retrieve()
                .toBodilessEntity()
                .block(LIMIT);
    }

    static ObservedInstance done(DesiredInstance instance) {
        State state = switch (instance.target()) {
            case RUNNING -> State.RUNNING;
            case STOPPED -> State.STOPPED;
            case REMOVED -> State.REMOVED;
        };
        return seen(instance, state, null);
    }

    static ObservedInstance seen(DesiredInstance instance, State state, String message) {
        return new ObservedInstance(
                instance.id(),
                instance.uuid(),
                state,
                "docker-" + instance.uuid(),
                instance.startGeneration(),
                1,
                "172.17.0.2",
                instance.container().network().ports(),
                null,
                System.currentTimeMillis(),
                0,
                null,
                message,
                0);
    }

    @Override
    public void close() {
        link.dispose();
    }
}
