package io.drover.model.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 of a certificate, in colon form and upper case as servers print it ({@code AB:CD:...}; spec: hosts and network,
 * 1.1, {@code CA_FINGERPRINT}).
 */
public record Fingerprint(String text) {
    private static final int BYTES = 32;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /**
     * @param given with or without colons, in any case, with or without {@code sha256:} in front
     * @throws IllegalArgumentException it is none; the sentence says what one looks like
     */
    public static Fingerprint parse(String given) {
        String lower = given.strip().toLowerCase(Locale.ROOT);
        for (String prefix : new String[] {"sha256 fingerprint=", "sha256:", "sha-256:"}) {
            lower = lower.startsWith(prefix) ? lower.substring(prefix.length()) : lower;
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(lower.replace(":", "").replace(" ", ""));
            if (bytes.length == BYTES) {
                return new Fingerprint(COLONS.formatHex(bytes));
            }
        } catch (IllegalArgumentException noHex) {
            throw new IllegalArgumentException(wrong(given), noHex);
        }
        throw new IllegalArgumentException(wrong(given));
    }

    private static String wrong(String given) {
        return "'%s' is no fingerprint: it is the SHA-256 of the server's certificate, 32 pairs of hexadecimal digits like"
                        .formatted(given)
                + " AB:CD:...; the server prints it when it starts";
    }

    /** Of a certificate as it is sent. */
    public static Fingerprint of(X509Certificate certificate) {
        try {
            return new Fingerprint(
                    COLONS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has a SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
