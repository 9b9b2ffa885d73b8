package io.drover.identity.api.audit;

import io.drover.identity.audit.CheckpointKey;
import io.drover.identity.store.AuditCheckpointStore;
import io.drover.identity.store.AuditCheckpointStore.KeyRow;
import io.drover.runtime.secret.EnvelopeKey;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/** Opens the keys that sign the audit log's checkpoints; the first start makes one. */
public final class AuditKeyHandler {
    private static final String PURPOSE = "audit-key";

    private final AuditCheckpointStore store;
    private final EnvelopeKey envelope;
    private final RandomGenerator random;
    private final Clock clock;

    public AuditKeyHandler(AuditCheckpointStore store, EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.random = random;
        this.clock = clock;
    }

    /** Newest first: the first one signs, all can be verified with. */
    public Mono<List<CheckpointKey>> load() {
        return opened().filter(keys -> !keys.isEmpty())
                .switchIfEmpty(Mono.defer(() -> makeFirst().then(opened())));
    }

    private Mono<List<CheckpointKey>> opened() {
        return store.keys().map(this::open).collectList();
    }

    private CheckpointKey open(KeyRow row) {
        return envelope.open(PURPOSE, row.sealed())
                .map(plain -> CheckpointKey.of(row.generation(), row.publicKey(), plain))
                .orElseThrow(() -> new IllegalStateException("the key file does not open key " + row.generation()
                        + " of the audit log: they belong to different installations; give the service the key file"
                        + " this database was made with"));
    }

    /** Of two replicas that start at once, one inserts and both read that one. */
    private Mono<Long> makeFirst() {
        return Mono.defer(() -> {
                    CheckpointKey key = CheckpointKey.generate(1);
                    String sealed = envelope.seal(PURPOSE, key.privateBytes(), random);
                    return store.insert(new KeyRow(key.generation(), key.publicKey(), sealed), clock.instant());
                })
                .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty());
    }
}
