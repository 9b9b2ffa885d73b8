package io.drover.identity.api.internal;

import io.drover.api.ApiException;
import io.drover.identity.store.SigningKeyStore;
import io.drover.identity.token.SigningKey;
import io.drover.identity.token.TokenSigner;
import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens the installation's signing keys, makes new ones, and retires old ones. The first start makes the first. */
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

    /** The keys that are not retired, newest first. */
    public Mono<List<TokenSigner.Key>> load() {
        return opened().switchIfEmpty(Flux.defer(() -> makeFirst().thenMany(opened())))
                .collectList();
    }

    private Flux<TokenSigner.Key> opened() {
        return store.present().map(row -> new TokenSigner.Key(open(row), row.life()));
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
        return Mono.defer(() -> make(1, clock.instant()))
                .onErrorResume(DataIntegrityViolationException.class, _ -> Mono.empty());
    }

    private Mono<Long> make(int generation, Instant signsFrom) {
        byte[] plain = SigningKey.generate(generation).privateJson().getBytes(StandardCharsets.UTF_8);
        return store.insert(new SigningKeyStore.Row(
                generation, envelope.seal(PURPOSE, plain, random), clock.instant(), signsFrom, null));
    }

    /**
     * Makes the next key; part of the caller's transaction.
     *
     * @param lead how long it is published before it signs
     * @return its generation; 409 while an earlier new one does not sign yet
     */
    public Mono<Integer> next(Duration lead) {
        return store.all().next().flatMap(newest -> {
            Instant now = clock.instant();
            if (newest.signsFrom().isAfter(now)) {
                return Mono.error(new ApiException.Conflict(
                        "InvalidState",
                        "signing key '%s' is new and signs from %s on: rotate again after that"
                                .formatted(SigningKey.kid(newest.generation()), newest.signsFrom())));
            }
            int generation = newest.generation() + 1;
            return make(generation, now.plus(lead)).thenReturn(generation);
        });
    }

    /** Retires what is due; answers how many. */
    public Mono<Long> retireDue(Duration longest) {
        return store.present().collectList().flatMap(rows -> {
            Instant now = clock.instant();
            var lives = rows.stream().map(SigningKeyStore.Row::life).toList();
            return Flux.fromIterable(lives)
                    .filter(life -> life.retires(lives, longest)
                            .filter(moment -> !moment.isAfter(now))
                            .isPresent())
                    .concatMap(life -> store.retire(life.generation(), now))
                    .reduce(0L, Long::sum);
        });
    }
}
