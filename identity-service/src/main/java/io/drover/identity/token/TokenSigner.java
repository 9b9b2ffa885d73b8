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

/** Signs tokens with the newest key and publishes all of them. Immutable; safe to share. */
public final class TokenSigner {
    public static final String ISSUER = "drover";
    /** Audience of the internal token. */
    public static final String SUITE = "drover";
    /** Audience of tickets, which no API accepts. */
    public static final String STREAM = "drover-stream";

    private final List<SigningKey> keys;
    private final RSASSASigner signer;
    private final JWSHeader header;

    /** @param keys newest first, at least one */
    public TokenSigner(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
        SigningKey newest = this.keys.getFirst();
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(newest.kid())
                .type(JOSEObjectType.JWT)
                .build();
        try {
            this.signer = new RSASSASigner(newest.key());
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key has no private part", e);
        }
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
        SignedJWT jwt = new SignedJWT(header, set.build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign with " + header.getKeyID(), e);
        }
        return jwt.serialize();
    }

    /** The public keys, newest first. */
    public JWKSet publicKeys() {
        return new JWKSet(
                keys.stream().map(SigningKey::publicKey).map(JWK.class::cast).toList());
    }
}
