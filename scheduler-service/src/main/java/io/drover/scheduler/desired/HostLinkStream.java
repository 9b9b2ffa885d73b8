package io.drover.scheduler.desired;

import io.drover.model.HostId;
import io.drover.model.link.DesiredMessage;
import io.drover.model.link.DocumentVersion;
import io.drover.runtime.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.util.retry.Retry;

/**
 * One host's open link: its desired-state document on the wire, and its lease on life. While somebody reads this stream the
 * host is connected; when the reading ends it is not. Every few seconds an empty delta shows both ends that the other lives.
 */
public final class HostLinkStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Function<HostId, Flux<DesiredMessage>> desired;
    private final LinkStore links;
    private final Mono<Void> ready;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final ConcurrentHashMap<HostId, Object> newest = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<HostId, Mono<Void>> closing = new ConcurrentHashMap<>();

    /**
     * @param desired a host's document, without end
     * @param ready completes when this process has written down that no link is open yet
     */
    public HostLinkStream(
            Function<HostId, Flux<DesiredMessage>> desired,
            LinkStore links,
            Mono<Void> ready,
            Subscriptions subscriptions,
            Clock clock) {
        this.desired = desired;
        this.links = links;
        this.ready = ready;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** What the host's agent is told, for as long as it listens. */
    public Flux<DesiredMessage> open(HostId host) {
        return Flux.defer(() -> {
            Object link = new Object();
            newest.put(host, link);
            return ready.then(Mono.defer(() -> closing.getOrDefault(host, Mono.empty())))
                    .then(Mono.defer(() -> links.setLink(host, true, clock.instant())))
                    .thenMany(withHeartbeat(desired.apply(host)))
                    .doFinally(_ -> closed(host, link));
        });
    }

    /** An agent that reconnects opens its new link before the old one is known to be dead: only the newest counts. */
    private void closed(HostId host, Object link) {
        if (newest.remove(host, link)) {
            Mono<Void> end = end(host, clock.instant()).cache();
            closing.put(host, end);
            subscriptions.once("close-link", end.doFinally(_ -> closing.remove(host, end)));
        }
    }

    /**
     * Nobody else ever writes that a link has ended, so this is tried until it is written, or until a newer link is there. That
     * one waits for the attempt under way: it must not be overtaken by it.
     */
    private Mono<Void> end(HostId host, Instant at) {
        return Mono.defer(() -> newest.containsKey(host) ? Mono.empty() : links.setLink(host, false, at))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE));
    }

    private static Flux<DesiredMessage> withHeartbeat(Flux<DesiredMessage> messages) {
        var last = new AtomicReference<>(DocumentVersion.NONE);
        Flux<DesiredMessage> beats = Flux.interval(HEARTBEAT)
                .onBackpressureDrop()
                .filter(_ -> last.get() != DocumentVersion.NONE)
                .map(_ -> new DesiredMessage.Delta(last.get(), List.of(), List.of()));
        return Flux.merge(
                        messages.doOnNext(message -> last.set(message.version()))
                                .materialize(),
                        beats.map(Signal::next))
                .dematerialize();
    }

    /** Where the state of links is kept. */
    public interface LinkStore {
        Mono<Void> setLink(HostId host, boolean connected, Instant now);
    }
}
