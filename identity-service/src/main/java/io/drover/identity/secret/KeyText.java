package io.drover.identity.secret;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Texts of new keys, in the forms clients of the reference know (spec: identity sheet, 2.3). The generator must be a secure
 * one.
 */
public final class KeyText {
    /** Base64 without the characters people mix up or shells interpret: {@code O 0 l I + / =}. */
    static final String SECRET_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";

    static final int ACCESS_LENGTH = 20;
    static final int SECRET_LENGTH = 40;
    private static final int PASSWORD_LENGTH = 24;

    private KeyText() {}

    /** A public key name: 20 upper-case hexadecimal digits. */
    public static String accessKey(RandomGenerator random) {
        byte[] bytes = new byte[ACCESS_LENGTH / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
    }

    /** A secret of 40 characters, 234 bits: enough that a fast hash protects it. */
    public static String secretKey(RandomGenerator random) {
        return text(random, SECRET_LENGTH);
    }

    /** A first password of 24 characters, 140 bits, easy to copy by hand. */
    public static String password(RandomGenerator random) {
        return text(random, PASSWORD_LENGTH);
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(SECRET_ALPHABET.charAt(random.nextInt(SECRET_ALPHABET.length())));
        }
        return text.toString();
    }
}
