package io.drover.identity.secret;

import io.drover.runtime.secret.EnvelopeKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;

/**
 * What a host shows to be let into an environment: {@code accessKey:millis:signature} (spec: hosts and network, 1.1). The
 * token is the same for a whole calendar year, so that a script written once keeps working, and it is valid for ten years
 * unless its credential is deactivated. The signature is HMAC-SHA-256 rather than the reference's HMAC-SHA-1; clients treat
 * the token as opaque.
 *
 * @param accessKey public value of the credential
 * @param millis last day of the year before it was issued, epoch milliseconds UTC
 * @param signature base64 without {@code / + =}
 */
public record RegistrationToken(String accessKey, long millis, String signature) {
    static final Duration VALIDITY = Duration.ofMillis(315_360_000_000L);

    /** The token of the credential in the year of {@code now}. */
    public static RegistrationToken issue(String accessKey, String secret, Instant now) {
        long millis = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfYear(1)
                .minusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        return new RegistrationToken(accessKey, millis, sign(accessKey, millis, secret));
    }

    /** The parts of a token, or empty if the text is none. Says nothing about whether it is genuine. */
    public static Optional<RegistrationToken> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty() || !isNumber(parts[1])) {
            return Optional.empty();
        }
        return Optional.of(new RegistrationToken(parts[0], Long.parseLong(parts[1]), parts[2]));
    }

    /** Whether the credential's secret signed this token and it is in its ten years. */
    public boolean isGenuine(String secret, Instant now) {
        Instant from = Instant.ofEpochMilli(millis);
        boolean inTime = !now.isBefore(from) && now.isBefore(from.plus(VALIDITY));
        return MessageDigest.isEqual(
                        sign(accessKey, millis, secret).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.UTF_8))
                && inTime;
    }

    /** The text a host shows. */
    public String text() {
        return accessKey + ":" + millis + ":" + signature;
    }

    /** Without the signature: this may end up in a log. */
    @Override
    public String toString() {
        return "RegistrationToken[" + accessKey + "]";
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String sign(String accessKey, long millis, String secret) {
        byte[] mac = EnvelopeKey.hmac(secret.getBytes(StandardCharsets.UTF_8), accessKey + ":" + millis);
        return Base64.getEncoder().encodeToString(mac).replaceAll("[/+=]", "");
    }
}
