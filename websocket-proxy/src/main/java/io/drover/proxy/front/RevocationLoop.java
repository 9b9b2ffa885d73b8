package io.drover.proxy.front;

import io.drover.runtime.call.Guarded;
import io.drover.runtime.call.InternalClients;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Follows {@code GET /internal/revocations} and tells open streams of clients that the access they were opened with has ended.
 * They live longer than the token they began with, so nothing else would end them. A token that is only stale ends nothing: nobody
 * has lost anything. Whoever runs it starts it again when it ends.
 * The stream has no history: when it comes back, a revocation may have been missed, and everybody has to come again.
 */
public final class RevocationLoop {
    private final WebClient identity;
    private final Guarded guarded;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private boolean lostTouch;

    /** Why a stream must end. */
    public enum Ending {
        /** The credential, the account or the environment it was opened with. */
        REVOKED,
        /** Nobody knows: what was told meanwhile was not heard. */
        UNSURE
    }

    /**
     * A line of the stream; no component set: the stream lives.
     *
     * @param stale true: tokens say what is not so any more, which is nothing to whoever shows them no more
     */
    record Revocation(
            @Nullable String credential,
            @Nullable String account,
            @Nullable String environment,
            @Nullable Boolean stale) {

        /** @param claims of an internal token, or of a ticket */
        boolean concerns(Map<String, Object> claims) {
            return !Boolean.TRUE.equals(stale)
                    && ((credential != null && credential.equals(claims.get("cred")))
                            || (account != null && account.equals(claims.get("sub")))
                            || (environment != null && environment.equals(claims.get("env"))));
        }
    }

    /** Listens from now on, also before anybody waits for its end; closed by whoever asked for it. */
    public final class Watch implements AutoCloseable {
        private final Map<String, Object> claims;
        private final Sinks.One<Ending> ending = Sinks.one();

        private Watch(Map<String, Object> claims) {
            this.claims = claims;
        }

        /** Comes when the access has ended. */
        public Mono<Ending> ended() {
            return ending.asMono();
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    /**
     * @param identity with the suite's secret
     * @param guarded ends the stream when a heartbeat is overdue
     */
    public RevocationLoop(WebClient identity, Guarded guarded) {
        this.identity = identity;
        this.guarded = guarded;
    }

    public Flux<Revocation> follow() {
        return guarded.flux(InternalClients.ndjson(() -> identity.get().uri("/internal/revocations"), Revocation.class))
                .map(this::heard)
                .doFinally(_ -> lose());
    }

    /** @param claims of the token or ticket that was shown */
    public Watch watch(Map<String, Object> claims) {
        var watch = new Watch(claims);
        watches.add(watch);
        return watch;
    }

    private synchronized void lose() {
        lostTouch = true;
    }

    private synchronized Revocation heard(Revocation revocation) {
        if (lostTouch) {
            lostTouch = false;
            watches.forEach(watch -> watch.ending.tryEmitValue(Ending.UNSURE));
        }
        watches.stream()
                .filter(watch -> revocation.concerns(watch.claims))
                .forEach(watch -> watch.ending.tryEmitValue(Ending.REVOKED));
        return revocation;
    }
}
