package io.drover.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a signing key is what. Of an installation's keys
 *
 * <ol>
 *   <li>a new one is <b>published</b> before it signs, so that every replica and every verifier has it by then;
 *   <li>the newest whose time has come <b>signs</b>;
 *   <li>older ones are <b>retiring</b>: published until the last token they signed has expired;
 *   <li>then they are retired: nothing they signed is believed any more.
 * </ol>
 *
 * @param generation counts the keys of the installation
 * @param signsFrom when it may sign
 */
public record KeyLife(int generation, Instant signsFrom) {

    /** What a key is at a moment, while it is not retired. */
    public enum Stage {
        PUBLISHED,
        SIGNING,
        RETIRING
    }

    /** The key that signs; empty only without keys. The oldest signs before its time rather than nobody. */
    public static Optional<KeyLife> signing(List<KeyLife> keys, Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(Comparator.comparingInt(KeyLife::generation))
                .or(() -> keys.stream().min(Comparator.comparingInt(KeyLife::generation)));
    }

    /** @param keys of the installation, this one among them */
    public Stage stage(List<KeyLife> keys, Instant now) {
        int signing = signing(keys, now).map(KeyLife::generation).orElse(generation);
        return generation > signing ? Stage.PUBLISHED : generation == signing ? Stage.SIGNING : Stage.RETIRING;
    }

    /**
     * When this key is retired; empty: nobody replaces it yet.
     *
     * @param longest life of a token, with what verifiers tolerate of wrong clocks
     */
    public Optional<Instant> retires(List<KeyLife> keys, Duration longest) {
        return keys.stream()
                .filter(key -> key.generation() > generation)
                .map(KeyLife::signsFrom)
                .min(Comparator.naturalOrder())
                .map(replaced -> replaced.plus(longest));
    }
}
