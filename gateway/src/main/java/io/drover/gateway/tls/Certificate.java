package io.drover.gateway.tls;

import io.drover.model.trust.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate with its key, checked to belong together.
 *
 * @param chain the server's own first, then those that vouch for it
 */
public record Certificate(PrivateKey key, List<X509Certificate> chain) {
    private static final String NO_KEY = "the key file is no PEM file of a private key";

    public Certificate {
        chain = List.copyOf(chain);
    }

    /**
     * From PEM texts; keys in any of the usual forms (PKCS #8, PKCS #1, SEC 1), not encrypted.
     *
     * @throws IllegalArgumentException with a sentence that says which of the two is wrong
     */
    public static Certificate ofPem(String certificates, String key) {
        Certificate read = new Certificate(key(key), chain(certificates));
        if (!read.belongsTogether()) {
            throw new IllegalArgumentException(
                    "the key is not the key of the first certificate in the certificate file (%s)"
                            .formatted(read.own().getSubjectX500Principal()));
        }
        return read;
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            Collection<? extends java.security.cert.Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
            if (read.isEmpty()) {
                throw new IllegalArgumentException("the certificate file has no certificate in it");
            }
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the certificate file is no PEM file of certificates", e);
        }
    }

    private static PrivateKey key(String pem) {
        return switch (keyOf(pem)) {
            case PEMKeyPair pair -> key(pair.getPrivateKeyInfo());
            case PrivateKeyInfo info -> key(info);
            case null -> throw new IllegalArgumentException("the key file has no private key in it");
            default ->
                throw new IllegalArgumentException(
                        "the key file is encrypted: the server starts without a person who could type a password,"
                                + " so give it the key in the clear, readable by its user only");
        };
    }

    /** The first part that is a key of any kind; parameters of the curve stand before some. */
    private static @Nullable Object keyOf(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object part = parser.readObject();
            while (part != null && !isKey(part)) {
                part = parser.readObject();
            }
            return part;
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers broken texts with exceptions of all kinds.
            throw new IllegalArgumentException(NO_KEY, e);
        }
    }

    private static boolean isKey(Object part) {
        return part instanceof PEMKeyPair
                || part instanceof PrivateKeyInfo
                || part instanceof PEMEncryptedKeyPair
                || part instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    /** A key of Java's own: Bouncy Castle's converter asks for algorithms by names that Java does not know. */
    private static PrivateKey key(PrivateKeyInfo info) {
        try {
            return KeyFactory.getInstance(
                            info.getPrivateKeyAlgorithm().getAlgorithm().getId())
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(NO_KEY, e);
        }
    }

    private boolean belongsTogether() {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            byte[] something = {1, 2, 3};
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(own().getPublicKey());
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The server's own. */
    public X509Certificate own() {
        return chain.getFirst();
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of(own());
    }

    public Instant validUntil() {
        return own().getNotAfter().toInstant();
    }

    /** The names and addresses it is made out to. */
    public List<String> names() {
        try {
            List<String> names = new ArrayList<>();
            Collection<List<?>> all = own().getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                names.add(String.valueOf(name.get(1)));
            }
            return names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Certificate[" + fingerprint() + "]";
    }
}
