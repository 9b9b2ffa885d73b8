package io.drover.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signs tokens with the newest key whose time has come ({@link KeyLife}) and publishes all of them. Safe to share; the keys are
 * replaced as a whole when there are others.
 */
public final class TokenSigner {
    public static final String ISSUER = "drover";
    /** Audience of the internal token. */
    public static final String SUITE = "drover";
    /** Audience of tickets, which no API accepts. */
    public static final String STREAM = "drover-stream";

    private final AtomicReference<List<Prepared>> keys;

    /** A key, and from when on it may sign. */
    public record Key(SigningKey key, KeyLife life) {}

    private record Prepared(Key key, RSASSASigner signer, JWSHeader header) {}

    /** @param keys not retired, at least one */
    public TokenSigner(List<Key> keys) {
        this.keys = new AtomicReference<>(prepared(keys));
    }

    /** Takes the place of the keys so far; what is signed at this moment still goes out with one of them. */
    public void replace(List<Key> newKeys) {
        keys.set(prepared(newKeys));
    }

    private static List<Prepared> prepared(List<Key> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key to sign with");
        }
        return keys.stream().map(TokenSigner::prepared).toList();
    }

    private static Prepared prepared(Key key) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.key().kid())
                .type(JOSEObjectType.JWT)
                .build();
        try {
            return new Prepared(key, new RSASSASigner(key.key().key()), header);
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key has no private part", e);
        }
    }

    private Prepared signing(Instant now) {
        List<Prepared> present = keys.get();
        KeyLife life = KeyLife.signing(
                        present.stream().map(one -> one.key().life()).toList(), now)
                .orElseThrow();
        return present.stream()
                .filter(one -> one.key().life().equals(life))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A signed JWT.
     *
     * @param id the {@code jti}
     * @param claims beside the registered ones; null values are left out
     */
    public String sign(
            String audience, String subject, String id, Map<String, Object> claims, Instant now, Duration life) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        set.issuer(ISSUER)
                .audience(audience)
                .subject(subject)
                .jwtID(id)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)));
        Prepared key = signing(now);
        SignedJWT jwt = new SignedJWT(key.header(), set.build());
        try {
            jwt.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign with " + key.header().getKeyID(), e);
        }
        return jwt.serialize();
    }

    /** The public keys, newest first. */
    public JWKSet publicKeys() {
        return new JWKSet(keys.get().stream()
                .map(one -> one.key().key().publicKey())
                .map(JWK.class::cast)
                .toList());
    }
}
