package io.drover.model.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a client of the server believes over https. */
public sealed interface ServerTrust {
    /** The authorities this Java knows; the certificate must be valid and be made out to the address. */
    record Known() implements ServerTrust {}

    /** Only the authorities in a PEM file; the certificate must be valid and be made out to the address. */
    record Authority(Path file) implements ServerTrust {}

    /**
     * Only one certificate: the server's own, whatever names and dates are in it (that very key is the identity, as with SSH),
     * or that of an authority which the server sends along; then name and dates count as usual.
     */
    record Pinned(Fingerprint fingerprint) implements ServerTrust {}

    ServerTrust KNOWN = new Known();

    /**
     * What options or environment variables say.
     *
     * @param ca a PEM file, or null
     * @param fingerprint in any form {@link Fingerprint#parse} takes, or null
     * @throws IllegalArgumentException both are given, or the fingerprint is none
     */
    static ServerTrust of(@Nullable String ca, @Nullable String fingerprint) {
        String file = ca == null ? "" : ca.strip();
        String print = fingerprint == null ? "" : fingerprint.strip();
        if (!file.isEmpty() && !print.isEmpty()) {
            throw new IllegalArgumentException(
                    "a CA file and a fingerprint are both given (--ca or DROVER_CA, --fingerprint or DROVER_FINGERPRINT):"
                            + " give one of them");
        }
        if (!file.isEmpty()) {
            return new Authority(Path.of(file));
        }
        return print.isEmpty() ? KNOWN : new Pinned(Fingerprint.parse(print));
    }

    /**
     * Empty: what Java uses by itself.
     *
     * @throws IOException the CA file cannot be read; the message is a sentence
     */
    default Optional<X509ExtendedTrustManager> manager() throws IOException {
        return switch (this) {
            case Known _ -> Optional.empty();
            case Authority(Path file) -> Optional.of(trusting(certificates(file)));
            case Pinned(Fingerprint fingerprint) -> Optional.of(new PinnedTrust(fingerprint));
        };
    }

    /** @throws IOException as {@link #manager} */
    default SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            Optional<X509ExtendedTrustManager> manager = manager();
            context.init(null, manager.map(trust -> new TrustManager[] {trust}).orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> read = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                read.add((X509Certificate) certificate);
            }
            if (read.isEmpty()) {
                throw new IOException("the CA file %s has no certificate in it".formatted(file));
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new IOException("the CA file %s does not exist".formatted(file), e);
        } catch (CertificateException e) {
            throw new IOException("the CA file %s is no PEM file of certificates".formatted(file), e);
        }
    }

    /** Java's own check, name and dates included, with these as the only roots. */
    static X509ExtendedTrustManager trusting(List<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root" + i, roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
        throw new IllegalStateException("this Java cannot check certificates");
    }
}
