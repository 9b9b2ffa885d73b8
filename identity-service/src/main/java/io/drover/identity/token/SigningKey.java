package io.drover.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;

/**
 * The RSA key pair that signs the suite's tokens. Verifiers find it by its {@code kid} in the JWK set, so a newer generation can
 * be published before it signs, and an older one stays published until its last token has expired.
 */
public final class SigningKey {
    private static final int BITS = 2048;

    private final RSAKey key;

    private SigningKey(RSAKey key) {
        this.key = key;
    }

    /** @param generation counts the keys of the installation, from 1 */
    public static SigningKey generate(int generation) {
        try {
            return new SigningKey(new RSAKeyGenerator(BITS)
                    .keyID(kid(generation))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** Reads what {@link #privateJson} wrote. */
    public static SigningKey of(String privateJson) {
        try {
            return new SigningKey(RSAKey.parse(privateJson));
        } catch (ParseException e) {
            throw new IllegalStateException("the stored signing key is not a JWK", e);
        }
    }

    /** The whole key as a JWK: to be sealed, never to be stored or shown as it is. */
    public String privateJson() {
        return key.toJSONString();
    }

    /** The name under which verifiers find the key of a generation. */
    public static String kid(int generation) {
        return "drover-" + generation;
    }

    public String kid() {
        return key.getKeyID();
    }

    /** The part everybody may see. */
    public RSAKey publicKey() {
        return key.toPublicJWK();
    }

    RSAKey key() {
        return key;
    }
}
