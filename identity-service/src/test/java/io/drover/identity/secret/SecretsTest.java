package io.drover.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final EnvelopeKey KEY = new EnvelopeKey(bytes(1));

    @Property
    void whatIsSealedIsOpenedAgainForTheSamePurposeOnly(@ForAll byte[] plain, @ForAll long seed) {
        String sealed = KEY.seal("signing", plain, new Random(seed));

        assertThat(KEY.open("signing", sealed))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(plain));
        assertThat(KEY.open("registration", sealed)).isEmpty();
        assertThat(new EnvelopeKey(bytes(2)).open("signing", sealed)).isEmpty();
    }

    @Property
    void textThatWasNotSealedIsNotOpened(@ForAll String text) {
        assertThat(KEY.open("signing", text)).isEmpty();
        assertThat(KEY.open("signing", "1." + text)).isEmpty();
    }

    @Test
    void derivedSecretsDependOnKeyPurposeAndValue() {
        String secret = KEY.derive("agent", "one");

        assertThat(secret).hasSize(43).isEqualTo(KEY.derive("agent", "one"));
        assertThat(secret).isNotEqualTo(KEY.derive("agent", "two")).isNotEqualTo(KEY.derive("other", "one"));
        assertThat(secret).isNotEqualTo(new EnvelopeKey(bytes(2)).derive("agent", "one"));
    }

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

    @Test
    void theKeyFileIsPrivateAndReadAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys/master.key");
        EnvelopeKey made = KeyFile.readOrCreate(file, new Random(7));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String sealed = made.seal("signing", "x".getBytes(StandardCharsets.UTF_8), new Random(8));
        assertThat(KeyFile.readOrCreate(file, new Random(9)).open("signing", sealed))
                .isPresent();
        assertThat(Files.list(file.getParent())).hasSize(1);
    }

    @Test
    void aBrokenKeyFileIsNotReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("master.key");
        Files.writeString(file, "not a key");

        assertThatThrownBy(() -> KeyFile.readOrCreate(file, new Random(7)))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("restore it from a backup");
        assertThat(Files.readString(file)).isEqualTo("not a key");
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[EnvelopeKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
