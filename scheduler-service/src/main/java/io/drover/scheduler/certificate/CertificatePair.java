package io.drover.scheduler.certificate;

import io.drover.scheduler.certificate.PemReading.Unreadable;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A certificate and its private key as users paste them: readable, and belonging to each other, or refused. */
public sealed interface CertificatePair {
    record Good(CertificateFacts facts) implements CertificatePair {}

    /**
     * @param field the field that is wrong: {@code cert}, {@code key} or {@code certChain}
     * @param sentence says why and what is accepted; repeats nothing of a key
     */
    record Refused(String field, String sentence) implements CertificatePair {}

    /**
     * @param cert PEM, of which the first certificate counts
     * @param key PEM without a passphrase
     * @param chain PEM of one or more; null or blank: none
     */
    static CertificatePair of(String cert, String key, @Nullable String chain) {
        String field = "cert";
        try {
            X509Certificate certificate = PemReading.certificate(cert);
            CertificateFacts facts = PemReading.facts(certificate);
            if (chain != null && !chain.isBlank()) {
                field = "certChain";
                PemReading.certificates(chain);
            }
            field = "key";
            PrivateKey privateKey = PemReading.privateKey(key);
            return PemReading.isPair(certificate.getPublicKey(), privateKey)
                    ? new Good(facts)
                    : new Refused(
                            field,
                            "key does not belong to the certificate: paste the private key that the certificate for '%s' was requested with"
                                    .formatted(facts.commonName()));
        } catch (Unreadable e) {
            return new Refused(field, field + " " + e.getMessage());
        }
    }

    /** The facts of a certificate that was accepted once. */
    static CertificateFacts stored(String cert) {
        try {
            return PemReading.facts(PemReading.certificate(cert));
        } catch (Unreadable e) {
            throw new IllegalStateException("a stored certificate cannot be read any more", e);
        }
    }
}
