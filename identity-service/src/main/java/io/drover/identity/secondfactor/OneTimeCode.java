package io.drover.identity.secondfactor;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.unboundidds.OneTimePassword;
import com.unboundid.util.Base32;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Codes of an authenticator as all of them understand it: RFC 6238 with HMAC-SHA-1, six digits, a new code every
 * {@value #STEP_SECONDS} seconds. The code before and the one after are accepted too, for clocks that are off; a step is
 * accepted once, so that a code somebody saw is of no use.
 */
public final class OneTimeCode {
    public static final int SECRET_BYTES = 20;
    static final int STEP_SECONDS = 30;
    private static final int DIGITS = 6;
    private static final int STEPS_AROUND = 1;

    private OneTimeCode() {}

    public static byte[] freshSecret(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** As people type it into an authenticator. */
    public static String secretText(byte[] secret) {
        return Base32.encode(secret).replace("=", "");
    }

    /** What a QR code for authenticators holds. */
    public static String uri(String account, byte[] secret) {
        String label =
                URLEncoder.encode("Drover:" + account, StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/" + label + "?secret=" + secretText(secret) + "&issuer=Drover&algorithm=SHA1&digits="
                + DIGITS + "&period=" + STEP_SECONDS;
    }

    /** Whether a text could be a code at all, and not a recovery code. */
    public static boolean looksLikeOne(String typed) {
        return plain(typed).matches("[0-9]{" + DIGITS + "}");
    }

    /**
     * The step the code belongs to, which is to be remembered; empty: it is no code of now, or was used before.
     *
     * @param lastStep the newest step that was accepted; 0: none
     */
    public static OptionalLong accept(byte[] secret, String typed, Instant now, long lastStep) {
        byte[] given = plain(typed).getBytes(StandardCharsets.US_ASCII);
        long present = now.getEpochSecond() / STEP_SECONDS;
        for (long step = present - STEPS_AROUND; step <= present + STEPS_AROUND; step++) {
            byte[] right = at(secret, step).getBytes(StandardCharsets.US_ASCII);
            if (step > lastStep && MessageDigest.isEqual(given, right)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    static String at(byte[] secret, long step) {
        try {
            return OneTimePassword.hotp(secret, step, DIGITS);
        } catch (LDAPException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-1", e);
        }
    }

    private static String plain(String typed) {
        return typed.replace(" ", "").strip();
    }
}
