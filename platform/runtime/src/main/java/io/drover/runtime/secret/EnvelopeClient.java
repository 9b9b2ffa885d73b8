package io.drover.runtime.secret;

import io.drover.runtime.call.PartUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Seals values that must be readable again, each under a data key of its own: AES-256-GCM, with the purpose and the row
 * authenticated, so that a sealed value can be moved neither to another column nor to another row. The data key is wrapped by the
 * backend in force; a value is opened by the backend that sealed it. Replacing a key means wrapping the data keys anew: the
 * values themselves are not touched, nor seen.
 */
public final class EnvelopeClient {
    private final WrappingClient current;
    private final Map<String, WrappingClient> backends;
    private final RandomGenerator random;

    /**
     * @param current seals
     * @param others can still open what they sealed
     * @param random fit for secrets
     */
    public EnvelopeClient(WrappingClient current, List<WrappingClient> others, RandomGenerator random) {
        this.current = current;
        this.backends = others.stream().collect(Collectors.toMap(WrappingClient::backend, Function.identity()));
        this.backends.put(current.backend(), current);
        this.random = random;
    }

    /**
     * @param purpose what kind of value, e.g. {@code registryCredential.secretValue}
     * @param row the row it belongs to, e.g. its uuid
     * @return the text to store
     */
    public Mono<String> seal(String purpose, String row, byte[] plain) {
        return Mono.defer(() -> {
            byte[] dataKey = new byte[EnvelopeKey.BYTES];
            random.nextBytes(dataKey);
            String body = MasterKey.seal(dataKey, bound(purpose, row), plain, random);
            return current.wrap(dataKey).map(wrapped -> new SealedValue(wrapped, body).text());
        });
    }

    /** Fails with {@code PartUnavailable} when the key is away, and when the value was sealed for another purpose or row. */
    public Mono<byte[]> open(String purpose, String row, String sealed) {
        return parsed(sealed)
                .flatMap(value -> backend(value.key())
                        .unwrap(value.key())
                        .map(dataKey -> MasterKey.open(dataKey, bound(purpose, row), value.body())
                                .orElseThrow(() -> unreadable("it was sealed for another row, or changed"))));
    }

    /** The same value under the key in force. Fails like {@link #open}. */
    public Mono<String> rewrap(String sealed) {
        return parsed(sealed)
                .flatMap(value -> rewrapped(value.key()).map(key -> new SealedValue(key, value.body()).text()));
    }

    private Mono<WrappedKey> rewrapped(WrappedKey key) {
        return key.backend().equals(current.backend())
                ? current.rewrap(key)
                : backend(key).unwrap(key).flatMap(current::wrap);
    }

    /** What all values begin with that are sealed by the key in force. */
    public Mono<String> currentPrefix() {
        return current.generation().map(generation -> SealedValue.prefix(current.backend(), generation));
    }

    private WrappingClient backend(WrappedKey key) {
        WrappingClient backend = backends.get(key.backend());
        if (backend == null) {
            throw unreadable(
                    "it was sealed by '%s', which is not set up here (VAULT_ADDR, and VAULT_TOKEN or VAULT_TOKEN_FILE)"
                            .formatted(key.backend()));
        }
        return backend;
    }

    private static Mono<SealedValue> parsed(String sealed) {
        return Mono.fromSupplier(
                () -> SealedValue.parse(sealed).orElseThrow(() -> unreadable("it is no sealed value")));
    }

    /** Length first: no pair of purpose and row reads like another. */
    private static String bound(String purpose, String row) {
        return purpose.length() + ":" + purpose + ":" + row;
    }

    private static PartUnavailable unreadable(String why) {
        return new PartUnavailable(
                "encryption keys", "the stored value cannot be opened: " + why, Duration.ofSeconds(30), null);
    }
}
