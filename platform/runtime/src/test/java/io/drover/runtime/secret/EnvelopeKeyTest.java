package io.drover.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeKeyTest {
    private static final EnvelopeKey KEY = new EnvelopeKey(bytes(1));
    private static final byte[] PLAIN = "x".getBytes(StandardCharsets.UTF_8);

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
        assertThat(KEY.open("signing", KEY.prefix() + text)).isEmpty();
        assertThat(KEY.open("signing", "2." + text)).isEmpty();
    }

    @Test
    void derivedSecretsDependOnKeyPurposeAndValue() {
        String secret = KEY.derive("agent", "one");

        assertThat(secret).hasSize(43).isEqualTo(KEY.derive("agent", "one"));
        assertThat(secret).isNotEqualTo(KEY.derive("agent", "two")).isNotEqualTo(KEY.derive("other", "one"));
        assertThat(secret).isNotEqualTo(new EnvelopeKey(bytes(2)).derive("agent", "one"));
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

    @Test
    void theNewestKeySealsEachOpensItsOwnAndTheOldestDerives(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("master.key");
        EnvelopeKey running = KeyFile.readOrCreate(file, new Random(7));
        String first = running.seal("signing", PLAIN, new Random(8));
        String derived = running.derive("agent", "one");
        append(file, 2);

        EnvelopeKey restarted = KeyFile.readOrCreate(file, new Random(9));
        String second = restarted.seal("signing", PLAIN, new Random(10));

        assertThat(restarted.generations()).hasSize(2).startsWith(running.generation());
        assertThat(restarted.open("signing", first)).isPresent();
        assertThat(restarted.derive("agent", "one")).isEqualTo(derived);
        assertThat(EnvelopeKey.generationOf(second)).contains(restarted.generation());
        assertThat(second).startsWith(restarted.prefix());
        // The other process has not looked yet: it reads the file when it meets the new name.
        assertThat(running.open("signing", second)).isPresent();
        assertThat(running.generation()).isEqualTo(restarted.generation());
    }

    @Test
    void aKeyThatWasTakenOutOfTheFileTooEarlyStillOpensUntilTheProcessEnds(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("master.key");
        EnvelopeKey running = KeyFile.readOrCreate(file, new Random(7));
        String sealed = running.seal("signing", PLAIN, new Random(8));
        Files.writeString(file, "# the old one is gone\n\n" + base64(2));

        assertThat(running.refresh()).isTrue();
        assertThat(running.refresh()).isFalse();
        assertThat(running.open("signing", sealed)).isPresent();
        assertThat(KeyFile.readOrCreate(file, new Random(9)).open("signing", sealed))
                .isEmpty();
    }

    @Test
    void aFileThatBreaksWhileTheProcessRunsChangesNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("master.key");
        EnvelopeKey running = KeyFile.readOrCreate(file, new Random(7));
        String generation = running.generation();
        Files.writeString(file, base64(2) + "AAAA");

        assertThatThrownBy(running::refresh).hasMessageContaining(file.toString());
        assertThat(running.generation()).isEqualTo(generation);
        assertThat(running.open("signing", "2.0123456789abcdef.AAAA"))
                .as("sealed by a key that is not known")
                .isEmpty();
    }

    @Test
    void valuesOfBeforeThereWereGenerationsAreOpenedByWhicheverKeySealedThem() {
        String nameless = "1." + new MasterKey(bytes(1)).seal("signing", PLAIN, new Random(8));

        assertThat(new EnvelopeKey(() -> List.of(bytes(1), bytes(2))).open("signing", nameless))
                .isPresent();
        assertThat(new EnvelopeKey(bytes(2)).open("signing", nameless)).isEmpty();
        assertThat(EnvelopeKey.generationOf(nameless)).isEmpty();
    }

    private static void append(Path file, int seed) throws IOException {
        Files.writeString(file, base64(seed), StandardOpenOption.APPEND);
    }

    private static String base64(int seed) {
        return Base64.getEncoder().encodeToString(bytes(seed)) + "\n";
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[EnvelopeKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
