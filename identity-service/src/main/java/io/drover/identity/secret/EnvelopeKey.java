package io.drover.identity.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The installation's master key: 256 random bits that live in a file, never in the database. It seals what must be readable
 * again (signing keys, registration secrets) and derives what must be computable again (agent secrets). A copy of the
 * database alone opens nothing.
 *
 * <p>Sealed form: {@code 1.} and base64url of nonce (12 bytes) + AES-256-GCM ciphertext; the purpose is authenticated with it,
 * so a sealed text cannot be moved to another column.
 */
public final class EnvelopeKey {
    public static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORMAT = "1.";

    private final byte[] sealing;
    private final byte[] deriving;

    /** @param master {@value #BYTES} random bytes */
    public EnvelopeKey(byte[] master) {
        if (master.length != BYTES) {
            throw new IllegalArgumentException("a master key has " + BYTES + " bytes, not " + master.length);
        }
        // Two keys for two algorithms: one key must not serve both.
        this.sealing = hmac(master, "seal");
        this.deriving = hmac(master, "derive");
    }

    public String seal(String purpose, byte[] plain, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(plain);
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORMAT + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** The plain bytes, or empty if this key did not seal the text for this purpose. */
    public Optional<byte[]> open(String purpose, String sealed) {
        if (!sealed.startsWith(FORMAT)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(FORMAT.length()));
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(all, 0, nonce, 0, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, purpose, nonce);
            return Optional.of(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A secret of 43 characters that only this key can compute from the purpose and the value. */
    public String derive(String purpose, String value) {
        byte[] key = hmac(deriving, purpose);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, value));
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(sealing, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
