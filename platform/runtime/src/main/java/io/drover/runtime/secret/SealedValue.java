package io.drover.runtime.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value in its envelope, as it is stored: {@code e1:<backend>:<generation>:<wrapped data key>:<value>}. It says itself who can
 * open it, so values of several backends and generations can stand side by side while one replaces another.
 *
 * @param key the value's own key, wrapped
 * @param body base64url of nonce and AES-256-GCM ciphertext under that key
 */
public record SealedValue(WrappedKey key, String body) {
    private static final String FORMAT = "e1:";
    private static final Pattern FORM =
            Pattern.compile("e1:([a-z]{1,16}):([0-9a-z]{1,16}):([A-Za-z0-9+/=_-]{1,1024}):([A-Za-z0-9_-]+)");

    /** Empty: the text is none. Says nothing about whether anybody can open it. */
    public static Optional<SealedValue> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new SealedValue(new WrappedKey(parts.group(1), parts.group(2), parts.group(3)), parts.group(4)))
                : Optional.empty();
    }

    public String text() {
        return prefix(key.backend(), key.generation()) + key.text() + ":" + body;
    }

    /** What all texts begin with that were sealed by this key. */
    public static String prefix(String backend, String generation) {
        return FORMAT + backend + ":" + generation + ":";
    }

    @Override
    public String toString() {
        return "SealedValue[" + key + "]";
    }
}
