package io.drover.runtime.secret;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's master keys: 256 random bits each, in a file, never in the database. They seal what must be readable
 * again (signing keys, registration secrets) and derive what must be computable again (agent secrets). A copy of the database
 * alone opens nothing.
 *
 * <p>There are several generations while a key is being replaced: the newest seals, each opens what it sealed, and the oldest
 * derives, always, because what was derived cannot be made again from another key. A process that meets a value sealed by a key
 * it does not know reads the file again; one it knows is never forgotten before the process ends.
 *
 * <p>Sealed form: {@code 2.<name of the key>.} and base64url of nonce (12 bytes) + AES-256-GCM ciphertext; the purpose is
 * authenticated with it, so a sealed text cannot be moved to another column. Values of before there were generations begin with
 * {@code 1.} and have no name. Thread-safe.
 */
public final class EnvelopeKey {
    private static final Logger log = LoggerFactory.getLogger(EnvelopeKey.class);

    public static final int BYTES = 32;
    private static final String NAMELESS = "1.";
    private static final String FORMAT = "2.";

    private final Supplier<List<byte[]>> source;
    private volatile Ring ring;

    /** One key, for ever. */
    public EnvelopeKey(byte[] master) {
        this(() -> List.of(master));
    }

    /** @param source the keys, oldest first, each {@value #BYTES} random bytes; asked again by {@link #refresh} */
    public EnvelopeKey(Supplier<List<byte[]>> source) {
        this.source = source;
        this.ring = Ring.of(source.get(), List.of());
    }

    /** @param keys as in the file
     *  @param gone known once, and not in the file any more: they still open */
    private record Ring(List<MasterKey> keys, List<MasterKey> gone) {
        static Ring of(List<byte[]> masters, List<MasterKey> before) {
            List<MasterKey> keys = masters.stream().map(MasterKey::new).toList();
            if (keys.isEmpty()) {
                throw new IllegalStateException("there is no master key");
            }
            List<String> names = keys.stream().map(MasterKey::name).toList();
            return new Ring(
                    keys,
                    before.stream().filter(key -> !names.contains(key.name())).toList());
        }

        List<MasterKey> all() {
            List<MasterKey> all = new ArrayList<>(keys);
            all.addAll(gone);
            return all;
        }

        Optional<MasterKey> named(String name) {
            return all().stream().filter(key -> key.name().equals(name)).findFirst();
        }
    }

    public String seal(String purpose, byte[] plain, RandomGenerator random) {
        MasterKey newest = ring.keys.getLast();
        return FORMAT + newest.name() + "." + newest.seal(purpose, plain, random);
    }

    /** The plain bytes, or empty if none of these keys sealed the text for this purpose. */
    public Optional<byte[]> open(String purpose, String sealed) {
        if (sealed.startsWith(NAMELESS)) {
            String rest = sealed.substring(NAMELESS.length());
            return ring.all().stream()
                    .flatMap(key -> key.open(purpose, rest).stream())
                    .findFirst();
        }
        return generationOf(sealed)
                .flatMap(this::known)
                .flatMap(key -> key.open(
                        purpose, sealed.substring(FORMAT.length() + key.name().length() + 1)));
    }

    private Optional<MasterKey> known(String name) {
        Optional<MasterKey> key = ring.named(name);
        if (key.isPresent()) {
            return key;
        }
        try {
            refresh();
        } catch (IllegalStateException | UncheckedIOException broken) {
            // Of no use now, and no reason to fail otherwise than with a key that is missing: it may come back.
            log.warn("the key '{}' is not known, and the keys cannot be read again: {}", name, broken.getMessage());
        }
        return ring.named(name);
    }

    /** The name of the key that sealed the text; empty for text without one. */
    public static Optional<String> generationOf(String sealed) {
        int end = sealed.indexOf('.', FORMAT.length());
        return sealed.startsWith(FORMAT) && end > 0
                ? Optional.of(sealed.substring(FORMAT.length(), end))
                : Optional.empty();
    }

    /** The name of the key that seals now. */
    public String generation() {
        return ring.keys.getLast().name();
    }

    /** The names of the keys in the file, oldest first. */
    public List<String> generations() {
        return ring.keys.stream().map(MasterKey::name).toList();
    }

    /** What all texts begin with that the newest key sealed. */
    public String prefix() {
        return FORMAT + generation() + ".";
    }

    /**
     * Looks at the file again.
     *
     * @return whether another key seals than before
     * @throws RuntimeException the file cannot be read; the keys stay as they were
     */
    public synchronized boolean refresh() {
        Ring before = ring;
        ring = Ring.of(source.get(), before.all());
        return !before.keys.getLast().name().equals(generation());
    }

    /** A secret of 43 characters that only the oldest key can compute from the purpose and the value. */
    public String derive(String purpose, String value) {
        return ring.keys.getFirst().derive(purpose, value);
    }

    /** HMAC-SHA-256 of a text. */
    public static byte[] hmac(byte[] key, String message) {
        return MasterKey.hmac(key, message);
    }
}
