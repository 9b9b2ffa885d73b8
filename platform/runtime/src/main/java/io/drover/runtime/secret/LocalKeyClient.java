package io.drover.runtime.secret;

import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** Key-encryption keys in a file of this process: {@code localkey}. */
public final class LocalKeyClient implements WrappingClient {
    public static final String BACKEND = "localkey";
    private static final String PURPOSE = "data-key";

    private final EnvelopeKey keys;
    private final RandomGenerator random;

    public LocalKeyClient(EnvelopeKey keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public Mono<WrappedKey> wrap(byte[] dataKey) {
        return Mono.fromSupplier(() -> {
            String sealed = keys.seal(PURPOSE, dataKey, random);
            // The name comes from the text: the file may be read again between two questions.
            String generation = EnvelopeKey.generationOf(sealed).orElseThrow();
            return new WrappedKey(
                    BACKEND, generation, sealed.substring(prefix(generation).length()));
        });
    }

    @Override
    public Mono<byte[]> unwrap(WrappedKey wrapped) {
        return Mono.fromSupplier(() -> keys.open(PURPOSE, prefix(wrapped.generation()) + wrapped.text())
                .orElseThrow(() -> missing(wrapped)));
    }

    @Override
    public Mono<WrappedKey> rewrap(WrappedKey wrapped) {
        return unwrap(wrapped).flatMap(this::wrap);
    }

    @Override
    public Mono<String> generation() {
        return Mono.fromSupplier(keys::generation);
    }

    private static String prefix(String generation) {
        return "2." + generation + ".";
    }

    private static PartUnavailable missing(WrappedKey wrapped) {
        return new PartUnavailable(
                "encryption keys",
                "the key '%s' that sealed this value is not in the key file; put its line back"
                        .formatted(wrapped.generation()),
                Duration.ofSeconds(30),
                null);
    }
}
