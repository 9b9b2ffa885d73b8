package io.drover.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the certificate and its key are on disk.
 *
 * @param certificate PEM: the server's own first
 * @param key PEM
 */
public record CertificateFiles(Path certificate, Path key) {
    /** As they were read, to notice that they changed. */
    record Texts(String certificate, String key) {
        Certificate parsed() {
            return Certificate.ofPem(certificate, key);
        }

        @Override
        public String toString() {
            return "Texts[hidden]";
        }
    }

    Texts texts() throws IOException {
        return new Texts(Files.readString(certificate), Files.readString(key));
    }

    /** @throws IllegalArgumentException they cannot be used; the sentence names the files and says why */
    public Certificate read() {
        try {
            return texts().parsed();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the TLS certificate %s or its key %s cannot be read: %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the TLS certificate %s with the key %s cannot be used: %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    /**
     * {@code certificate.pem} and {@code key.pem} in a folder of their own, made the first time; readable by their owner only.
     *
     * @param names asked for only when they are needed
     */
    public static CertificateFiles selfSigned(
            Path folder, Supplier<List<String>> names, Instant now, SecureRandom random) throws IOException {
        var files = new CertificateFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        if (!Files.exists(files.certificate) || !Files.exists(files.key)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            SelfSigned.Pem pem = SelfSigned.Pem.of(SelfSigned.make(names.get(), now, random));
            write(files.key, pem.key());
            write(files.certificate, pem.certificates());
        }
        return files;
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().resolveSibling(".").normalize(),
                "new",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
