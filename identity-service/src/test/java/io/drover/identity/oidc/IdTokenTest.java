package io.drover.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.drover.identity.oidc.IdToken.Expected;
import io.drover.identity.oidc.IdToken.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class IdTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String ISSUER = "https://id.example.org/realms/a";
    private static final Expected EXPECTED = new Expected(ISSUER, "drover", "the-nonce");
    private static final RSAKey RSA = rsa("k1");
    private static final ECKey EC = ec("k2");
    private static final JWKSet KEYS = new JWKSet(List.of(RSA.toPublicJWK(), EC.toPublicJWK()));

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param reason a part of the refusal; null: it is genuine */
    record Case(
            String name,
            UnaryOperator<JWTClaimsSet.Builder> claims,
            @Nullable String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("as it should be", claims -> claims, null),
            new Case("another issuer", claims -> claims.issuer("https://id.example.org/realms/b"), "issuer"),
            new Case("issuer with a slash", claims -> claims.issuer(ISSUER + "/"), "issuer"),
            new Case("no issuer", claims -> claims.issuer(null), "issuer"),
            new Case("for another client", claims -> claims.audience("other"), "it is for"),
            new Case("for nobody", claims -> claims.audience((String) null), "it is for"),
            new Case("for several, without a party", claims -> claims.audience(List.of("drover", "b")), "party"),
            new Case(
                    "for several, ours the party",
                    claims -> claims.audience(List.of("drover", "b")).claim("azp", "drover"),
                    null),
            new Case("of a foreign party", claims -> claims.claim("azp", "b"), "party"),
            new Case("expired", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60))), "expired"),
            new Case("expired within the skew", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(59))), null),
            new Case("without an end", claims -> claims.expirationTime(null), "expired"),
            new Case("of the future", claims -> claims.issueTime(Date.from(NOW.plusSeconds(61))), "future"),
            new Case("of no time", claims -> claims.issueTime(null), "future"),
            new Case("another nonce", claims -> claims.claim("nonce", "other"), "nonce"),
            new Case("no nonce", claims -> claims.claim("nonce", null), "nonce"),
            new Case("a nonce that is no text", claims -> claims.claim("nonce", 7), "not a signed JWT"),
            new Case("of nobody", claims -> claims.subject(null), "nobody"));

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("jo")
                .audience("drover")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(300)))
                .claim("nonce", "the-nonce");
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
        token.sign(new RSASSASigner(RSA));
        return token.serialize();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decides(Case given) throws JOSEException {
        Verdict verdict = IdToken.verify(signed(given.claims().apply(claims()).build()), EXPECTED, KEYS, NOW);

        if (given.reason() == null) {
            assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> assertThat(refused.reason()).contains(given.reason()));
        }
    }

    @Test
    void aRefreshNeedsNoNonce() throws JOSEException {
        String token = signed(claims().claim("nonce", null).build());

        assertThat(IdToken.verify(token, new Expected(ISSUER, "drover", null), KEYS, NOW))
                .isInstanceOf(Verdict.Genuine.class);
    }

    @Test
    void ellipticCurvesAreFineAndKeysOfOtherKindsDoNotFit() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k2").build(), claims().build());
        token.sign(new ECDSASigner(EC));

        assertThat(IdToken.verify(token.serialize(), EXPECTED, KEYS, NOW)).isInstanceOf(Verdict.Genuine.class);
        assertThat(IdToken.verify(token.serialize(), EXPECTED, new JWKSet(RSA.toPublicJWK()), NOW))
                .isEqualTo(new Verdict.UnknownKey());
    }

    @Test
    void nobodySignsWithoutThePrivateKey() throws JOSEException {
        byte[] known = RSA.toRSAPublicKey().getEncoded();
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        mac.sign(new MACSigner(known));
        JWKSet withShared =
                new JWKSet(new OctetSequenceKey.Builder(known).keyID("k1").build());
        SignedJWT foreign = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims().build());
        foreign.sign(new RSASSASigner(rsa("k1")));

        assertThat(IdToken.verify(mac.serialize(), EXPECTED, KEYS, NOW)).isInstanceOf(Verdict.Refused.class);
        assertThat(IdToken.verify(mac.serialize(), EXPECTED, withShared, NOW)).isInstanceOf(Verdict.Refused.class);
        assertThat(IdToken.verify(new PlainJWT(claims().build()).serialize(), EXPECTED, KEYS, NOW))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(IdToken.verify(foreign.serialize(), EXPECTED, KEYS, NOW)).isInstanceOf(Verdict.Refused.class);
    }

    @Property(tries = 300)
    void anyTextIsAnsweredAndNoneIsGenuine(@ForAll String text) {
        assertThat(IdToken.verify(text, EXPECTED, KEYS, NOW)).isInstanceOf(Verdict.Refused.class);
    }

    @Property(tries = 300)
    void aTokenThatWasTouchedIsNotGenuine(@ForAll int place, @ForAll byte change) throws JOSEException {
        byte[] token = signed(claims().build()).getBytes(StandardCharsets.US_ASCII);
        int at = Math.floorMod(place, token.length - 1);
        byte before = token[at];
        token[at] = (byte) "ABCDwxyz0189-_".charAt(Math.floorMod(change, 14));
        boolean isSame = before == token[at];

        Verdict verdict = IdToken.verify(new String(token, StandardCharsets.US_ASCII), EXPECTED, KEYS, NOW);

        assertThat(verdict instanceof Verdict.Genuine).isEqualTo(isSame);
    }
}
