package io.drover.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test, and the certificates it makes: good, for other names, expired. */
public final class TestCertificates {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair key = newKey("EC");
    private final X509Certificate own;

    public TestCertificates(String name, Instant now) {
        try {
            X500Name subject = new X500Name("CN=" + name);
            JcaX509v3CertificateBuilder builder = builder(subject, subject, now.minus(YEAR), now.plus(YEAR), key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            own = signed(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate with its key. */
    public record Leaf(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
        /** The certificate and the authority's. */
        public String chainPem() {
            return pem(certificate) + pem(authority);
        }

        /** RSA keys as PKCS #1, others as PKCS #8: the forms people have. */
        public String keyPem() {
            try {
                return pem(key.getAlgorithm().equals("RSA") ? key : new JcaPKCS8Generator(key, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public X509Certificate own() {
        return own;
    }

    public String pem() {
        return pem(own);
    }

    /** Valid a year from a month before {@code now}. */
    public Leaf good(Instant now, String... names) {
        return leaf("EC", now.minus(Duration.ofDays(30)), now.plus(YEAR), names);
    }

    /** An RSA key instead of an elliptic one. */
    public Leaf rsa(Instant now, String... names) {
        return leaf("RSA", now.minus(Duration.ofDays(30)), now.plus(YEAR), names);
    }

    /** Ends so long after {@code now}. */
    public Leaf endingIn(Instant now, Duration left, String... names) {
        return leaf("EC", now.minus(Duration.ofDays(30)), now.plus(left), names);
    }

    /** Ended a day before {@code now}. */
    public Leaf expired(Instant now, String... names) {
        return leaf("EC", now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)), names);
    }

    private Leaf leaf(String algorithm, Instant from, Instant to, String... names) {
        try {
            KeyPair pair = newKey(algorithm);
            JcaX509v3CertificateBuilder builder = builder(
                    new X500Name(own.getSubjectX500Principal().getName()),
                    new X500Name("CN=" + names[0]),
                    from,
                    to,
                    pair);
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(List.of(names).stream()
                            .map(name -> new GeneralName(
                                    name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                            .toArray(GeneralName[]::new)));
            return new Leaf(pair.getPrivate(), signed(builder), own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, Instant from, Instant to, KeyPair pair) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, RANDOM).add(BigInteger.ONE),
                Date.from(from),
                Date.from(to),
                subject,
                pair.getPublic());
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            } else {
                generator.initialize(2048, RANDOM);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(Object thing) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
