package io.drover.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.drover.api.security.Grant;
import io.drover.api.security.Narrowing;
import io.drover.identity.role.AccountKind;
import io.drover.model.AccountId;
import io.drover.model.EnvironmentId;
import io.drover.model.Role;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSignerTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
    private static final SigningKey OLD = SigningKey.generate(1);
    private static final SigningKey NEW = SigningKey.generate(2);

    @Test
    void signsWithTheNewestKeyAndPublishesAll() throws Exception {
        TokenSigner signer = new TokenSigner(List.of(signingFrom(2, NEW, NOW), signingFrom(1, OLD, NOW)));
        SignedJWT jwt = SignedJWT.parse(
                signer.sign(TokenSigner.SUITE, "1a1", "id-1", Map.of("role", "owner"), NOW, Duration.ofMinutes(5)));

        assertThat(jwt.getHeader().getKeyID()).isEqualTo("drover-2");
        assertThat(signer.publicKeys().getKeys()).extracting("keyID").containsExactly("drover-2", "drover-1");
        RSAKey published = (RSAKey) signer.publicKeys().getKeyByKeyId("drover-2");
        assertThat(published.isPrivate()).isFalse();
        assertThat(jwt.verify(new RSASSAVerifier(published))).isTrue();
        assertThat(jwt.verify(new RSASSAVerifier(OLD.publicKey()))).isFalse();
    }

    @Test
    void aNewKeyIsPublishedBeforeItSigns() throws Exception {
        TokenSigner signer = new TokenSigner(List.of(signingFrom(1, OLD, NOW)));
        signer.replace(List.of(signingFrom(2, NEW, NOW.plusSeconds(30)), signingFrom(1, OLD, NOW)));

        assertThat(signer.publicKeys().getKeys()).extracting("keyID").containsExactly("drover-2", "drover-1");
        assertThat(kidAt(signer, NOW.plusSeconds(29))).isEqualTo("drover-1");
        assertThat(kidAt(signer, NOW.plusSeconds(30))).isEqualTo("drover-2");
    }

    private static String kidAt(TokenSigner signer, Instant now) throws ParseException {
        return SignedJWT.parse(signer.sign(TokenSigner.SUITE, "1a1", "id", Map.of(), now, Duration.ofMinutes(5)))
                .getHeader()
                .getKeyID();
    }

    private static TokenSigner.Key signingFrom(int generation, SigningKey key, Instant from) {
        return new TokenSigner.Key(key, new KeyLife(generation, from));
    }

    @Test
    void saysWhoForWhomAndHowLong() throws Exception {
        var claims = new TokenClaims(
                new AccountId(1),
                AccountKind.ADMIN,
                "admin",
                new TokenClaims.Environment(new EnvironmentId(5), "u-5", "Default"),
                Role.OWNER,
                "1c4",
                0);
        String text = new TokenSigner(List.of(signingFrom(1, OLD, NOW)))
                .sign(TokenSigner.SUITE, "1a1", "id-1", claims.asMap(), NOW, Duration.ofMinutes(5));

        var set = SignedJWT.parse(text).getJWTClaimsSet();
        assertThat(set.getClaims())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("iss", "drover"),
                        Map.entry("aud", List.of("drover")),
                        Map.entry("sub", "1a1"),
                        Map.entry("jti", "id-1"),
                        Map.entry("iat", Date.from(NOW)),
                        Map.entry("exp", Date.from(NOW.plusSeconds(300))),
                        Map.entry("kind", "admin"),
                        Map.entry("name", "admin"),
                        Map.entry("role", "owner"),
                        Map.entry("cred", "1c4"),
                        Map.entry("env", "1a5"),
                        Map.entry("env_uuid", "u-5"),
                        Map.entry("env_name", "Default")));
    }

    @Test
    void outsideAnEnvironmentItNamesNoneAndNoAgent() {
        var claims = new TokenClaims(new AccountId(7), AccountKind.USER, "ann", null, Role.USER, "1at3", 0);

        assertThat(claims.asMap()).containsOnlyKeys("kind", "name", "role", "cred");
    }

    @Test
    void saysWhatIsTakenAwayOnlyWhereSomethingIs() {
        List<Grant> grants = List.of(Grant.parse("service:ra@1st5"), Grant.parse("*:r"));
        var claims = new TokenClaims(
                new AccountId(7),
                AccountKind.USER,
                "ann",
                null,
                Role.MEMBER,
                "1at3",
                0,
                new Narrowing(true, grants),
                "deployer");

        assertThat(claims.asMap())
                .containsEntry("read_only", true)
                .containsEntry("grants", List.of("*:r", "service:ra@1st5"))
                .containsEntry("role_name", "deployer");
    }

    @Test
    void aStoredKeyIsTheSameKey() {
        SigningKey read = SigningKey.of(OLD.privateJson());

        assertThat(read.kid()).isEqualTo(OLD.kid());
        assertThat(read.publicKey()).isEqualTo(OLD.publicKey());
    }
}
