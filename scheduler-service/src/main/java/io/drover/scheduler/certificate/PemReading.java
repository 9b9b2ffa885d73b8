package io.drover.scheduler.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** PEM to Java's types. Certificates are read by Java itself, keys by Bouncy Castle, which knows all their forms. */
final class PemReading {
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final byte[] SAMPLE = "drover".getBytes(StandardCharsets.US_ASCII);

    private PemReading() {}

    /** The message goes on a sentence that begins with the field's name. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    static X509Certificate certificate(String pem) throws Unreadable {
        return certificates(pem).getFirst();
    }

    /** At least one. */
    static List<X509Certificate> certificates(String pem) throws Unreadable {
        if (!limited(pem).contains("-----BEGIN CERTIFICATE-----")) {
            throw new Unreadable("is no certificate in PEM: it has no line '-----BEGIN CERTIFICATE-----'");
        }
        try {
            Collection<? extends java.security.cert.Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            List<X509Certificate> certificates = read.stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new Unreadable("holds no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unreadable(
                    "cannot be read as a certificate: paste the whole PEM text, first and last line included");
        }
    }

    static CertificateFacts facts(X509Certificate certificate) throws Unreadable {
        try {
            return CertificateFacts.of(certificate);
        } catch (GeneralSecurityException e) {
            throw new Unreadable("cannot be read as a certificate: one of its extensions is broken");
        }
    }

    /** PKCS #1, PKCS #8 and SEC 1. */
    static PrivateKey privateKey(String pem) throws Unreadable {
        try (PEMParser parser = new PEMParser(new StringReader(limited(pem)))) {
            Object read = parser.readObject();
            while (read != null) {
                switch (read) {
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PrivateKeyInfo info -> {
                        return new JcaPEMKeyConverter().getPrivateKey(info);
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                        throw new Unreadable(
                                "is protected by a passphrase: take it off first, e.g. with 'openssl pkey -in key.pem'");
                    default -> read = parser.readObject(); // "openssl ecparam" writes the curve before the key.
                }
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers broken texts with exceptions of all kinds.
            throw new Unreadable(
                    "cannot be read as a private key: paste the whole PEM text, first and last line included");
        }
        throw new Unreadable("is no private key in PEM: it has no line like '-----BEGIN PRIVATE KEY-----'");
    }

    /** Whether what the one signs the other verifies. */
    static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // Keys of two kinds.
        }
    }

    private static String limited(String pem) throws Unreadable {
        if (pem.length() > MOST_CHARACTERS) {
            throw new Unreadable("has %d characters; at most %d are read".formatted(pem.length(), MOST_CHARACTERS));
        }
        return pem;
    }
}
