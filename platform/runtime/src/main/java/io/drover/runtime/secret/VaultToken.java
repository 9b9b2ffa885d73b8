package io.drover.runtime.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * As whom Vault is asked: a token that was given at the start, or the one in a file, which somebody else replaces (Vault Agent, a
 * mounted secret). A file that cannot be read changes nothing for who has read it once. No message here quotes what may be a
 * token. Thread-safe.
 */
public final class VaultToken {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private final Supplier<String> source;
    private final String remedy;
    private volatile Held held;

    private VaultToken(Supplier<String> source, String remedy) {
        this.source = source;
        this.remedy = remedy;
        this.held = new Held(source.get(), 0);
    }

    /** @param number which one of this process, from 0 */
    private record Held(String value, long number) {
        @Override
        public String toString() {
            return "Held[" + number + "]";
        }
    }

    /** @throws IllegalStateException it has not the form of a token */
    public static VaultToken given(String text) {
        String token = wellFormed("VAULT_TOKEN", text);
        return new VaultToken(
                () -> token, "Restart with a new one in VAULT_TOKEN; one in VAULT_TOKEN_FILE needs no restart");
    }

    /** @throws RuntimeException there is none in it, or it cannot be read */
    public static VaultToken inFile(Path file) {
        return new VaultToken(() -> read(file), "Write a new one into %s: it counts at once".formatted(file));
    }

    /** The one in force. */
    public String value() {
        return held.value;
    }

    /** Grows when another token comes into force. */
    long number() {
        return held.number;
    }

    /** What an operator can do when this one ends. */
    String remedy() {
        return remedy;
    }

    /**
     * Looks at the file again.
     *
     * @throws RuntimeException it cannot be read; the token stays as it was
     */
    synchronized void refresh() {
        String found = source.get();
        if (!found.equals(held.value)) {
            held = new Held(found, held.number + 1);
        }
    }

    private static String read(Path file) {
        try {
            return wellFormed(
                    "the file %s (VAULT_TOKEN_FILE)".formatted(file),
                    Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file %s (VAULT_TOKEN_FILE)".formatted(file), e);
        }
    }

    private static String wellFormed(String where, String text) {
        String token = text.strip();
        if (!FORM.matcher(token).matches()) {
            throw new IllegalStateException(where + " does not hold a token: one line, without spaces");
        }
        return token;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "VaultToken[" + held.number + "]";
    }
}
