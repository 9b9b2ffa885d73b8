package io.drover.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Property
    void aHashMatchesItsSecretAndNoOther(@ForAll String secret, @ForAll String other) {
        Assume.that(!secret.equals(other));
        String stored = SecretHash.of(secret);

        assertThat(SecretHash.matches(secret, stored)).isTrue();
        assertThat(SecretHash.matches(other, stored)).isFalse();
        assertThat(stored).hasSize("{sha256}".length() + 64);
    }

    @Property
    void keysHaveTheFormsClientsKnow(@ForAll long seed) {
        Random random = new Random(seed);

        assertThat(KeyText.accessKey(random)).matches("[0-9A-F]{20}");
        assertThat(KeyText.secretKey(random)).matches("[A-HJ-NP-Za-km-z1-9]{40}");
        assertThat(KeyText.password(random)).hasSize(24);
    }

    @Test
    void passwordsAreHashedWithArgon2idAndASalt() {
        PasswordHash passwords = new PasswordHash();
        String stored = passwords.of("correct horse");

        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(passwords.of("correct horse"));
        assertThat(passwords.matches("correct horse", stored)).isTrue();
        assertThat(passwords.matches("wrong horse", stored)).isFalse();
        assertThat(passwords.matchesNobody("nobody has this password")).isFalse();
    }
}
