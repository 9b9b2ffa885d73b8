package io.drover.identity.directory;

import com.unboundid.util.ssl.AggregateTrustManager;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust: the Java runtime's authorities, those of the operator's file, and those of the configuration. */
public final class Certificates {
    private Certificates() {}

    /** What is wrong with a PEM text, if anything; the empty text is fine. */
    static Optional<String> problem(String pem) {
        try {
            return pem.isBlank() || !read(pem).isEmpty() ? Optional.empty() : Optional.of("it holds no certificate");
        } catch (CertificateException e) {
            return Optional.of("it must be certificates in PEM form, from -----BEGIN CERTIFICATE----- on");
        }
    }

    /**
     * @param pem of the configuration
     * @param file of the operator, or null; read anew each time, so that it can be replaced while the service runs
     */
    public static X509TrustManager trust(String pem, @Nullable Path file) throws GeneralSecurityException, IOException {
        List<Certificate> extra = new ArrayList<>();
        if (!pem.isBlank()) {
            extra.addAll(read(pem));
        }
        if (file != null) {
            extra.addAll(read(Files.readString(file)));
        }
        X509TrustManager java = JVMDefaultTrustManager.getInstance();
        // One of them is enough.
        return extra.isEmpty() ? java : new AggregateTrustManager(false, java, trusting(extra));
    }

    private static Collection<? extends Certificate> read(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static X509TrustManager trusting(List<Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("directory-" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }
}
