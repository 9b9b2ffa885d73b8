package io.drover.scheduler.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of itself, in the words of the wire (spec: identity sheet, 5.2).
 *
 * @param commonName of the subject; null: it has none
 * @param issuer distinguished name as RFC 2253 writes it
 * @param issuedAt valid from
 * @param expiresAt valid until
 * @param serialNumber decimal
 * @param version of X.509, {@code 3}
 * @param algorithm it was signed with, e.g. {@code SHA256withRSA}
 * @param fingerprint SHA-1, lower-case hexadecimal with colons
 * @param keySize bits of an RSA modulus; null for other keys
 * @param alternativeNames values without their kind
 */
public record CertificateFacts(
        @Nullable String commonName,
        String issuer,
        Instant issuedAt,
        Instant expiresAt,
        String serialNumber,
        String version,
        String algorithm,
        String fingerprint,
        @Nullable Integer keySize,
        List<String> alternativeNames) {
    /** As {@code java.util.Date} prints itself, always in UTC. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.US)
            .withZone(ZoneOffset.UTC);

    public CertificateFacts {
        alternativeNames = List.copyOf(alternativeNames);
    }

    static CertificateFacts of(X509Certificate certificate) throws GeneralSecurityException {
        return new CertificateFacts(
                commonName(certificate),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                certificate.getSerialNumber().toString(),
                Integer.toString(certificate.getVersion()),
                certificate.getSigAlgName(),
                fingerprint(certificate),
                certificate.getPublicKey() instanceof RSAPublicKey key
                        ? (Integer) key.getModulus().bitLength()
                        : null,
                alternativeNames(certificate));
    }

    /** The wire's text of a date. */
    public static String text(Instant instant) {
        return DATE.format(instant);
    }

    private static @Nullable String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().reversed().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst()
                            .orElse(null);
        } catch (InvalidNameException e) {
            return null; // Names that only their issuer understands exist.
        }
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(digest);
    }

    private static List<String> alternativeNames(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .map(name -> name.get(1))
                        .filter(String.class::isInstance)
                        .map(Objects::toString)
                        .toList();
    }
}
