package io.drover.runtime.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Where master keys live: a file readable by its owner only, made with one key at the first start. One key per line in base64,
 * the oldest first; empty lines and lines that begin with {@code #} say nothing. Who wants a new key appends one
 * ({@code openssl rand -base64 32 >> identity.key}). Replicas of a service share the file's content (a mounted secret).
 */
public final class KeyFile {
    private KeyFile() {}

    /** The keys in the file, which is made if it does not exist. They can be {@linkplain EnvelopeKey#refresh read again}. */
    public static EnvelopeKey readOrCreate(Path file, RandomGenerator random) {
        if (Files.notExists(file)) {
            create(file, random);
        }
        return new EnvelopeKey(() -> read(file));
    }

    private static List<byte[]> read(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            List<byte[]> keys = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> decode(file, line))
                    .toList();
            return keys.isEmpty() ? List.of(decode(file, "")) : keys;
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

    private static void create(Path file, RandomGenerator random) {
        byte[] master = new byte[EnvelopeKey.BYTES];
        random.nextBytes(master);
        try {
            writePrivate(file, Base64.getEncoder().encodeToString(master) + "\n", true);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the key.
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
            byte[] master = Base64.getDecoder().decode(text);
            if (master.length == EnvelopeKey.BYTES) {
                return master;
            }
        } catch (IllegalArgumentException e) {
            // told below, without quoting what may be half a key
        }
        throw new IllegalStateException(
                "the key file " + file + " does not hold " + EnvelopeKey.BYTES
                        + " bytes in base64 on each line: restore it from a backup. Without its keys nothing that they sealed can be opened again");
    }
}
