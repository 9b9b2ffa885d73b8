package io.drover.identity.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of one sign-in. Two are random: the browser's, which only its cookie holds, and the state, which goes through the
 * provider. The verifier of PKCE and the nonce are computed from both, so nothing that could be used is stored: with the database
 * nobody can redeem a code, and with the addresses a browser visited neither.
 */
public record SignInSecrets(String browser, String state) {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** RFC 7636: 43 characters, 256 bits. */
    public String verifier() {
        return derive("verifier");
    }

    /** The challenge of {@link #verifier}, method S256. */
    public String challenge() {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public String nonce() {
        return derive("nonce");
    }

    private String derive(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(browser.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return BASE64.encodeToString(mac.doFinal((what + "." + state).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SignInSecrets";
    }
}
