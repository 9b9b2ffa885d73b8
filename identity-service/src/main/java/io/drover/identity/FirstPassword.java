package io.drover.identity;

import io.drover.runtime.secret.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file in which the administrator finds the random first password. Only its owner may read it, and it goes with the
 * administrator's first sign-in.
 */
public final class FirstPassword {
    /** Number of the first administrator's account. */
    public static final long ADMIN = 1;

    private final Path file;
    private volatile boolean isGone;

    public FirstPassword(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    public void leave(String password) {
        KeyFile.writeSecret(file, password + "\n");
    }

    /** Removes the file once its reader has signed in. */
    public void usedBy(long account) {
        if (account != ADMIN || isGone) {
            return;
        }
        try {
            Files.deleteIfExists(file);
            isGone = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file + ", which holds the first password", e);
        }
    }
}
