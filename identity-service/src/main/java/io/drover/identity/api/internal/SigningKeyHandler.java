package io.drover.identity.api.internal;

import io.drover.identity.store.SigningKeyStore;
import io.drover.identity.token.SigningKey;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens the installation's signing keys; the first start makes one. */
public final class SigningKeyHandler {
    private static final String PURPOSE = "signing-key";

    private final SigningKeyStore store;
    private final EnvelopeKey envelope;
    private final RandomGenerator random;
    private final Clock clock;

    public SigningKeyHandler(SigningKeyStore store, EnvelopeKey envelope, RandomGenerator random, Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.random = random;
        this.clock = clock;
    }

    public Mono<TokenSigner> load() {
        return opened().switchIfEmpty(Flux.defer(() -> makeFirst().thenMany(opened())))
                .collectList()
                .map(TokenSigner::new);
    }

    private Flux<SigningKey> opened() {
        return store.all().map(this::open);
    }

    private SigningKey open(SigningKeyStore.Row row) {
        return envelope.open(PURPOSE, row.sealed())
                .map(plain -> SigningKey.of(new String(plain, StandardCharsets.UTF_8)))
                .orElseThrow(() -> new IllegalStateException("the key file does not open signing key "
                        + row.generation() + " of the database: they belong to"
                        + " different installations; give the service the key file this database was made with"));
    }

    /** Of two replicas that start at once, one inserts and both read that one. */
    private Mono<Long> makeFirst() {
        return Mono.defer(() -> {
                    SigningKey key = SigningKey.generate(1);
                    byte[] plain = key.privateJson().getBytes(StandardCharsets.UTF_8);
                    return store.insert(
                            new SigningKeyStore.Row(1, envelope.seal(PURPOSE, plain, random)), clock.instant());
                })
                .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty());
    }
}
