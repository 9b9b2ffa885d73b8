package io.drover.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Only what identity-service has signed, for this suite, and not too long ago, is a token. */
@SpringBootTest(
        classes = ToyApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"drover.internal.secret=" + ToyApplication.SECRET, "toy.plain-tokens=false"})
@AutoConfigureWebTestClient
class InternalTokenTest {
    private static final RSAKey KEY = newKey("k1");
    private static final RSAKey FOREIGN = newKey("k1");
    private static volatile boolean isIdentityUp = true;
    private static final DisposableServer IDENTITY = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> isIdentityUp && request.uri().equals("/internal/jwks")
                    ? response.header("Content-Type", "application/json")
                            .sendString(Mono.just(new JWKSet(KEY.toPublicJWK()).toString()))
                    : response.status(503).send())
            .bindNow();

    @Autowired
    private WebTestClient client;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("drover.services.identity-url", () -> "http://127.0.0.1:" + IDENTITY.port());
    }

    @AfterAll
    static void stop() {
        IDENTITY.disposeNow();
    }

    record Case(String name, RSAKey key, String issuer, String audience, int validSeconds, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("genuine", KEY, "drover", "drover", 300, 200),
            new Case("signed by somebody else", FOREIGN, "drover", "drover", 300, 401),
            new Case("another issuer", KEY, "rover", "drover", 300, 401),
            new Case("a ticket for streams", KEY, "drover", "drover-stream", 300, 401),
            new Case("expired", KEY, "drover", "drover", -120, 401));

    @ParameterizedTest
    @FieldSource("CASES")
    void believesOnlyIdentity(Case given) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(given.key().getKeyID())
                        .build(),
                claims(given));
        token.sign(new RSASSASigner(given.key()));
        ask(token.serialize(), given.status());
    }

    @Test
    void refusesTokensWithoutASignature() {
        ask(new PlainJWT(claims(CASES.getFirst())).serialize(), 401);
    }

    @Test
    void saysWhoIsAwayWhenTheKeysCannotBeRead() throws JOSEException {
        // A key id nobody has seen makes the service ask for the keys anew.
        isIdentityUp = false;
        try {
            RSAKey unknown = newKey("k2");
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k2").build(), claims(CASES.getFirst()));
            token.sign(new RSASSASigner(unknown));
            assertThat(ask(token.serialize(), 503)).contains("identity-service");
        } finally {
            isIdentityUp = true;
        }
    }

    private String ask(String token, int status) {
        return Objects.requireNonNullElse(
                client.get()
                        .uri("/v2-beta/crates")
                        .header("Authorization", "Bearer " + token)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody(),
                "");
    }

    private static JWTClaimsSet claims(Case given) {
        return new JWTClaimsSet.Builder()
                .issuer(given.issuer())
                .audience(given.audience())
                .subject("1a1")
                .expirationTime(Date.from(Instant.now().plusSeconds(given.validSeconds())))
                .claim("kind", "user")
                .claim("role", "owner")
                .claim("env", "1a5")
                .claim("env_uuid", "u")
                .build();
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
