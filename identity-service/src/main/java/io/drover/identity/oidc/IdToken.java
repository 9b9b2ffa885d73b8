package io.drover.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an ID token is genuine, for us, and of this very sign-in (OpenID Connect Core 1.0, 3.1.3.7):
 *
 * <ol>
 *   <li>It is signed, with an asymmetric algorithm of {@link #ALGORITHMS} and a key of the provider's published set. Neither
 *       {@code none} nor a MAC: those would let whoever knows the public key, or nothing, sign.
 *   <li>Its issuer is the configured one, letter by letter.
 *   <li>It is for this client; if it is for several, or names an authorised party, that is this client.
 *   <li>It has not expired and was not issued in the future, give or take {@link #SKEW}.
 *   <li>It has the nonce of this sign-in.
 *   <li>It names somebody.
 * </ol>
 */
final class IdToken {
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    static final Duration SKEW = Duration.ofSeconds(60);

    private IdToken() {}

    /** @param nonce null: of a refresh, which need not repeat it */
    record Expected(
            String issuer, String clientId, @Nullable String nonce) {}

    /** What came out. */
    sealed interface Verdict {
        record Genuine(Map<String, @Nullable Object> claims) implements Verdict {}

        /** No such key: the provider may have changed its keys since they were fetched. */
        record UnknownKey() implements Verdict {}

        /** @param reason for administrators */
        record Refused(String reason) implements Verdict {}
    }

    static Verdict verify(String text, Expected expected, JWKSet keys, Instant now) {
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!ALGORITHMS.contains(header.getAlgorithm())) {
                return new Verdict.Refused("it is signed with " + header.getAlgorithm() + ", which is not accepted");
            }
            List<JWK> candidates = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
            if (candidates.isEmpty()) {
                return new Verdict.UnknownKey();
            }
            if (!isSigned(token, candidates)) {
                return new Verdict.Refused("its signature is not the provider's");
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            String objection = objection(claims, expected, now);
            return objection == null ? new Verdict.Genuine(all(claims)) : new Verdict.Refused(objection);
        } catch (ParseException e) {
            return new Verdict.Refused("it is not a signed JWT");
        } catch (JOSEException e) {
            return new Verdict.Refused("its signature cannot be checked");
        }
    }

    private static Map<String, @Nullable Object> all(JWTClaimsSet claims) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        claims.toJSONObject().forEach(all::put);
        return all;
    }

    private static boolean isSigned(SignedJWT token, List<JWK> candidates) throws JOSEException {
        DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
        for (Key key : KeyConverter.toJavaKeys(candidates)) {
            if (key instanceof PublicKey && token.verify(verifiers.createJWSVerifier(token.getHeader(), key))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String objection(JWTClaimsSet claims, Expected expected, Instant now)
            throws ParseException {
        if (!expected.issuer().equals(claims.getIssuer())) {
            return "it is of the issuer '" + claims.getIssuer() + "'";
        }
        String audience = audience(claims, expected.clientId());
        if (audience != null) {
            return audience;
        }
        String time = time(claims, now);
        if (time != null) {
            return time;
        }
        if (expected.nonce() != null && !isSame(expected.nonce(), claims.getStringClaim("nonce"))) {
            return "it is of another sign-in: the nonce is wrong";
        }
        String subject = claims.getSubject();
        return subject == null || subject.isBlank() ? "it names nobody" : null;
    }

    private static @Nullable String audience(JWTClaimsSet claims, String clientId) throws ParseException {
        if (!claims.getAudience().contains(clientId)) {
            return "it is for " + claims.getAudience() + ", not for '" + clientId + "'";
        }
        String party = claims.getStringClaim("azp");
        boolean isOurs = party == null ? claims.getAudience().size() == 1 : party.equals(clientId);
        return isOurs ? null : "its authorised party is '" + party + "', not '" + clientId + "'";
    }

    private static @Nullable String time(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        if (expires == null || !expires.toInstant().isAfter(now.minus(SKEW))) {
            return "it has expired";
        }
        Date issued = claims.getIssueTime();
        return issued == null || issued.toInstant().isAfter(now.plus(SKEW))
                ? "it was issued in the future, or does not say when"
                : null;
    }

    private static boolean isSame(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
