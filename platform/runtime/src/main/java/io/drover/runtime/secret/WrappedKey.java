package io.drover.runtime.secret;

/**
 * A data key, encrypted by a key-encryption key.
 *
 * @param backend who did it: {@code localkey} or {@code vault}
 * @param generation which of the backend's keys; no secret
 * @param text the encrypted key, without colons
 */
public record WrappedKey(String backend, String generation, String text) {
    /** Without the text: only where to look. */
    @Override
    public String toString() {
        return backend + ":" + generation;
    }
}
