package io.drover.runtime.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One generation of the master key: 256 random bits. It is known by a name computed from it, so lines of a key file can be
 * added and taken out without numbering them.
 */
final class MasterKey {
    private static final int NAME_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String name;
    private final byte[] sealing;
    private final byte[] deriving;

    /** @param master {@value EnvelopeKey#BYTES} random bytes */
    MasterKey(byte[] master) {
        if (master.length != EnvelopeKey.BYTES) {
            throw new IllegalArgumentException(
                    "a master key has " + EnvelopeKey.BYTES + " bytes, not " + master.length);
        }
        // A key for each use: one key must not serve two algorithms, and the name must tell nothing about either.
        this.name = HexFormat.of().formatHex(hmac(master, "name"), 0, NAME_BYTES);
        this.sealing = hmac(master, "seal");
        this.deriving = hmac(master, "derive");
    }

    /** Eight hexadecimal digits; no secret. */
    String name() {
        return name;
    }

    /** Base64url of nonce (12 bytes) + AES-256-GCM ciphertext. */
    String seal(String purpose, byte[] plain, RandomGenerator random) {
        return seal(sealing, purpose, plain, random);
    }

    Optional<byte[]> open(String purpose, String sealed) {
        return open(sealing, purpose, sealed);
    }

    String derive(String purpose, String value) {
        byte[] key = hmac(deriving, purpose);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, value));
    }

    static String seal(byte[] key, String purpose, byte[] plain, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, purpose, nonce).doFinal(plain);
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** Empty if this key did not seal the text for this purpose. */
    static Optional<byte[]> open(byte[] key, String purpose, String sealed) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(all, 0, nonce, 0, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, purpose, nonce);
            return Optional.of(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, String purpose, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
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
