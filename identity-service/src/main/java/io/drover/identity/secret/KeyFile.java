package io.drover.identity.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Where the master key lives: a file readable by its owner only, made at the first start. Replicas of the service share the
 * file's content (a mounted secret); whoever loses it must issue new registration tokens and register the hosts again.
 */
public final class KeyFile {
    private KeyFile() {}

    /** The key in the file, which is made if it does not exist. */
    public static EnvelopeKey readOrCreate(Path file, RandomGenerator random) {
        try {
            return new EnvelopeKey(decode(file, Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException e) {
            return create(file, random);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key file " + file, e);
        }
    }

    /** Writes a text that only the owner of the process may read; replaces what was there. */
    public static void writeSecret(Path file, String text) {
        try {
            writePrivate(file, text, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static EnvelopeKey create(Path file, RandomGenerator random) {
        byte[] master = new byte[EnvelopeKey.BYTES];
        random.nextBytes(master);
        try {
            writePrivate(file, Base64.getEncoder().encodeToString(master) + "\n", true);
            return new EnvelopeKey(master);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the key.
            return readOrCreate(file, random);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the key file " + file, e);
        }
    }

    /** Written beside and linked into place, so that nobody ever reads half a file. */
    private static void writePrivate(Path file, String text, boolean onlyIfNew) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file's name");
        }
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(
                folder,
                "." + file.getFileName(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text, StandardCharsets.US_ASCII);
            if (!onlyIfNew) {
                Files.deleteIfExists(file);
            }
            Files.createLink(file, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static byte[] decode(Path file, String text) {
        try {
            byte[] master = Base64.getDecoder().decode(text.strip());
            if (master.length == EnvelopeKey.BYTES) {
                return master;
            }
        } catch (IllegalArgumentException e) {
            // told below, without quoting what may be half a key
        }
        throw new IllegalStateException(
                "the key file " + file + " does not hold " + EnvelopeKey.BYTES
                        + " bytes in base64: restore it from a backup, or remove it to start with a new key (hosts register again)");
    }
}
