package io.drover.identity;

import io.drover.identity.api.audit.AuditSealHandler;
import io.drover.identity.audit.Checkpoint;
import io.drover.runtime.loop.LoopRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Signs the audit log's newest row now and then. Each checkpoint is also a line of the service's own log: a copy out of the
 * database's reach for whoever collects logs.
 */
public final class AuditCheckpointLoop {
    private static final Logger log = LoggerFactory.getLogger(AuditCheckpointLoop.class);

    private final AuditSealHandler seals;
    private final Duration every;
    private final LoopRuntime runtime;
    private final AtomicLong logged = new AtomicLong();

    public AuditCheckpointLoop(AuditSealHandler seals, Duration every, LoopRuntime runtime) {
        this.seals = seals;
        this.every = every;
        this.runtime = runtime;
        runtime.meters()
                .gauge("drover.audit.broken", seals, some -> some.broken().isPresent() ? 1 : 0);
    }

    /** Endless. */
    public Flux<Checkpoint> run() {
        return Flux.interval(every, runtime.scheduler()).onBackpressureDrop().concatMap(_ -> pass());
    }

    Mono<Checkpoint> pass() {
        return seals.checkpoint(Checkpoint.Kind.PERIODIC)
                .doOnNext(this::say)
                .doOnError(AuditSealHandler.Broken.class, this::complain)
                .onErrorComplete(AuditSealHandler.Broken.class);
    }

    private void say(Checkpoint checkpoint) {
        long sequence = checkpoint.at().sequence();
        if (logged.getAndSet(sequence) != sequence) {
            log.info(
                    "audit checkpoint: row {} has the hash {}, signed at {} with key {}: {}",
                    sequence,
                    checkpoint.at().hash(),
                    checkpoint.created(),
                    checkpoint.key(),
                    checkpoint.signature());
        }
    }

    /** Once per row: it does not mend itself. */
    private void complain(AuditSealHandler.Broken found) {
        long place = -found.place().sequence();
        if (logged.getAndSet(place) != place) {
            log.error(
                    "the audit log does not fit and is no longer signed: {}; see 'drover audit verify'",
                    found.place().sentence());
        }
    }
}
