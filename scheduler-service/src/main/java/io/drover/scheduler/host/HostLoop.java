package io.drover.scheduler.host;

import io.drover.model.HostId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Drives hosts: declares the silent ones lost, welcomes them back, forgets the removed. */
public final class HostLoop {
    private static final Logger log = LoggerFactory.getLogger(HostLoop.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final HostStore store;
    private final AgentIdentities identities;
    private final Patiences patiences;
    private final Clock clock;
    private volatile Instant notBefore;

    public HostLoop(HostStore store, AgentIdentities identities, Patiences patiences, Clock clock) {
        this.store = store;
        this.identities = identities;
        this.patiences = patiences;
        this.clock = clock;
        this.notBefore = clock.instant();
    }

    /** Says that this process has just begun to run the loops: hosts get their full grace from now. */
    public void begin() {
        notBefore = clock.instant();
    }

    public Mono<Optional<Instant>> pass(HostId id) {
        return store.host(id).flatMap(this::pass).defaultIfEmpty(Optional.empty());
    }

    private Mono<Optional<Instant>> pass(HostView host) {
        Instant now = clock.instant();
        HostVerdict verdict = HostVerdict.of(host, patiences.of(host), notBefore, now);
        return apply(host, verdict, now).thenReturn(wakeAt(verdict, now));
    }

    /** Nothing tells when a setting, or what an environment says, changes: a lost host is looked at now and then. */
    private static Optional<Instant> wakeAt(HostVerdict verdict, Instant now) {
        Instant look = now.plus(LOOK_AGAIN);
        return verdict.lost() && !verdict.forget()
                ? Optional.of(verdict.wakeAt().filter(look::isAfter).orElse(look))
                : verdict.wakeAt();
    }

    private Mono<Void> apply(HostView host, HostVerdict verdict, Instant now) {
        if (verdict.forget()) {
            log.info(
                    host.removing() ? "host {} is removed" : "host {} is removed: it stayed away since {}",
                    host.id(),
                    host.linkSince());
            // The key first: an agent that still had it would come back as a new host.
            return identities.end(host.agent()).then(store.forget(host.id(), now));
        }
        if (verdict.lost() == host.lost()) {
            return Mono.empty();
        }
        log.info(
                verdict.lost() ? "host {} is lost: silent since {}" : "host {} is back: linked since {}",
                host.id(),
                host.linkSince());
        return store.setLost(host.id(), verdict.lost(), now);
    }

    /** How long is waited for a host, at this moment. */
    @FunctionalInterface
    public interface Patiences {
        HostVerdict.Patience of(HostView host);
    }

    /** Identity-service's word on agents. */
    public interface AgentIdentities {
        /** The agent's key is good for nothing any more; harmless to ask twice. */
        Mono<Void> end(long agent);
    }

    /** What a pass needs from outside. */
    public interface HostStore {
        /** Empty when the host is gone. */
        Mono<HostView> host(HostId id);

        /** Records the verdict and wakes the services of the environment. */
        Mono<Void> setLost(HostId id, boolean lost, Instant now);

        /** Marks the host and what is on it removed. */
        Mono<Void> forget(HostId id, Instant now);
    }
}
