package io.drover.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider on a free port: discovery, codes bound to client, address and PKCE challenge, signed ID tokens, userinfo,
 * refresh tokens that rotate and notice reuse. It misbehaves when it is told to.
 */
public final class OpenIdProvider extends FakeWeb {
    public static final String CLIENT = "drover";
    public static final String SECRET = "s3cret/+of the client";

    /** What it does wrong. */
    public enum Fault {
        NONE,
        WRONG_NONCE,
        NO_NONCE,
        WRONG_AUDIENCE,
        FOREIGN_PARTY,
        UNSIGNED,
        MAC_WITH_PUBLIC_KEY,
        EXPIRED,
        OF_THE_FUTURE,
        WRONG_ISSUER,
        FOREIGN_KEY,
        NO_ID_TOKEN,
        USERINFO_OF_SOMEBODY_ELSE,
        /** Its answer to the browser names another issuer (RFC 9207). */
        ANSWERS_AS_ANOTHER,
        ANSWERS_AS_NOBODY,
        DENIES,
        BROKEN,
        SILENT,
        HUGE
    }

    private record Code(String subject, Map<String, String> asked) {}

    private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> accessTokens = new ConcurrentHashMap<>();
    private final List<String> usedRefreshTokens = new ArrayList<>();
    private final RSAKey foreignKey = newKey();
    private RSAKey key = newKey();
    private volatile Fault fault = Fault.NONE;
    private volatile String visitor = "";
    private volatile boolean hasThinTokens;
    private volatile boolean givesRefreshTokens = true;
    private int serial;

    public OpenIdProvider() {
        on("/.well-known/openid-configuration", _ -> discovery());
        on("/authorize", this::authorize);
        on("/token", this::token);
        on("/keys", _ -> Reply.json(200, new JWKSet(key.toPublicJWK()).toJSONObject()));
        on("/userinfo", this::userinfo);
    }

    /** Somebody it knows; their claims can be changed at any time. */
    public Map<String, Object> person(String subject, String login, List<String> groups) {
        Map<String, Object> claims = new ConcurrentHashMap<>();
        claims.put("sub", subject);
        claims.put("preferred_username", login);
        claims.put("name", "The " + login);
        claims.put("groups", groups);
        people.put(subject, claims);
        return claims;
    }

    /** Who sits at the browser from now on. */
    public void visitedBy(String subject) {
        visitor = subject;
    }

    public void disable(String subject) {
        people.remove(subject);
        refreshTokens.values().removeIf(subject::equals);
    }

    public void misbehaving(Fault how) {
        fault = how;
    }

    /** ID tokens say no more than who; the rest is at userinfo. */
    public void thinTokens(boolean thin) {
        hasThinTokens = thin;
    }

    public void refreshTokens(boolean given) {
        givesRefreshTokens = given;
    }

    public void rotateKeys() {
        key = newKey();
    }

    public List<String> usedRefreshTokens() {
        return List.copyOf(usedRefreshTokens);
    }

    private Reply discovery() {
        if (fault == Fault.BROKEN) {
            return Reply.json(500, Map.of());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", url());
        document.put("authorization_endpoint", url() + "/authorize");
        document.put("token_endpoint", url() + "/token");
        document.put("jwks_uri", url() + "/keys");
        document.put("userinfo_endpoint", url() + "/userinfo");
        document.put("authorization_response_iss_parameter_supported", true);
        return Reply.json(200, document);
    }

    private Reply authorize(Visit visit) {
        Map<String, String> asked = visit.parameters();
        boolean isKnown = CLIENT.equals(asked.get("client_id"))
                && "code".equals(asked.get("response_type"))
                && "S256".equals(asked.get("code_challenge_method"));
        if (!isKnown) {
            return Reply.json(400, Map.of("error", "invalid_request"));
        }
        Map<String, String> answer = new LinkedHashMap<>();
        if (fault == Fault.DENIES) {
            answer.put("error", "access_denied");
        } else {
            String code = "code-" + ++serial;
            codes.put(code, new Code(visitor, asked));
            answer.put("code", code);
        }
        answer.put("state", asked.getOrDefault("state", ""));
        if (fault != Fault.ANSWERS_AS_NOBODY) {
            answer.put("iss", fault == Fault.ANSWERS_AS_ANOTHER ? "https://attacker.example" : url());
        }
        return Reply.redirect(asked.get("redirect_uri") + "?" + query(answer));
    }

    private Reply token(Visit visit) {
        if (fault == Fault.BROKEN) {
            return Reply.json(503, Map.of());
        }
        if (fault == Fault.SILENT) {
            return Reply.never();
        }
        if (!visit.isBasic(CLIENT, SECRET)) {
            return Reply.json(401, Map.of("error", "invalid_client"));
        }
        return "refresh_token".equals(visit.parameters().get("grant_type"))
                ? refresh(visit.parameters())
                : redeem(visit.parameters());
    }

    private Reply redeem(Map<String, String> asked) {
        Code code = codes.remove(asked.getOrDefault("code", ""));
        boolean isRight = code != null
                && Objects.equals(code.asked().get("redirect_uri"), asked.get("redirect_uri"))
                && challenge(asked.getOrDefault("code_verifier", ""))
                        .equals(code.asked().get("code_challenge"));
        return code != null && isRight
                ? tokens(code.subject(), code.asked().get("nonce"))
                : Reply.json(400, Map.of("error", "invalid_grant"));
    }

    private Reply refresh(Map<String, String> asked) {
        String token = asked.getOrDefault("refresh_token", "");
        String subject = refreshTokens.remove(token);
        if (usedRefreshTokens.contains(token) || subject == null || !people.containsKey(subject)) {
            return Reply.json(400, Map.of("error", "invalid_grant"));
        }
        usedRefreshTokens.add(token);
        return tokens(subject, null);
    }

    private Reply tokens(String subject, @Nullable String nonce) {
        String access = "access-" + ++serial;
        accessTokens.put(access, subject);
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("access_token", access, "token_type", "Bearer"));
        if (fault != Fault.NO_ID_TOKEN) {
            answer.put("id_token", idToken(subject, nonce));
        }
        if (givesRefreshTokens) {
            String refresh = "refresh-" + ++serial;
            refreshTokens.put(refresh, subject);
            answer.put("refresh_token", refresh);
        }
        if (fault == Fault.HUGE) {
            answer.put("padding", "x".repeat(2 * 1024 * 1024));
        }
        return Reply.json(200, answer);
    }

    private String idToken(String subject, @Nullable String nonce) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        Map<String, Object> person = Objects.requireNonNull(people.get(subject), subject);
        person.forEach((name, value) -> {
            if (!hasThinTokens || name.equals("sub")) {
                claims.claim(name, value);
            }
        });
        Instant now = Instant.now();
        Duration late = fault == Fault.EXPIRED
                ? Duration.ofHours(-2)
                : fault == Fault.OF_THE_FUTURE ? Duration.ofHours(2) : Duration.ZERO;
        claims.issuer(fault == Fault.WRONG_ISSUER ? "https://attacker.example" : url())
                .audience(fault == Fault.WRONG_AUDIENCE ? "another-client" : CLIENT)
                .claim("azp", fault == Fault.FOREIGN_PARTY ? "another-client" : null)
                .issueTime(Date.from(now.plus(late)))
                .expirationTime(Date.from(now.plus(late).plusSeconds(300)));
        if (nonce != null && fault != Fault.NO_NONCE) {
            claims.claim("nonce", fault == Fault.WRONG_NONCE ? "another-nonce" : nonce);
        }
        return signed(claims.build());
    }

    private String signed(JWTClaimsSet claims) {
        try {
            if (fault == Fault.UNSIGNED) {
                return new PlainJWT(claims).serialize();
            }
            boolean isMac = fault == Fault.MAC_WITH_PUBLIC_KEY;
            JWSHeader header = new JWSHeader.Builder(isMac ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(
                    isMac
                            ? new MACSigner(key.toRSAPublicKey().getEncoded())
                            : new RSASSASigner(fault == Fault.FOREIGN_KEY ? foreignKey : key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply userinfo(Visit visit) {
        String subject = accessTokens.get(visit.bearer());
        if (subject == null) {
            return Reply.json(401, Map.of());
        }
        Map<String, Object> claims = new LinkedHashMap<>(people.get(subject));
        if (fault == Fault.USERINFO_OF_SOMEBODY_ELSE) {
            claims.put("sub", "somebody-else");
        }
        return Reply.json(200, claims);
    }

    private RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("key-" + ++serial).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
