package io.drover.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.runtime.call.PartUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EnvelopeClientTest {
    private static final byte[] PLAIN = "swordfish".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<byte[]> file = new ArrayList<>(List.of(bytes(1)));
    private final EnvelopeKey keys = new EnvelopeKey(() -> List.copyOf(file));
    private final EnvelopeClient envelopes = client(keys);

    @Property(tries = 200)
    void whatIsSealedIsOpenedForTheSamePurposeAndRowOnly(
            @ForAll byte[] plain,
            @ForAll @AlphaChars String purpose,
            @ForAll @AlphaChars @StringLength(min = 1) String row,
            @ForAll @AlphaChars String other) {
        Assume.that(!row.equals(other));
        String sealed = get(envelopes.seal(purpose, row, plain));

        assertThat(get(envelopes.open(purpose, row, sealed))).isEqualTo(plain);
        assertThatThrownBy(() -> get(envelopes.open(purpose, other, sealed))).isInstanceOf(PartUnavailable.class);
        assertThatThrownBy(() -> get(envelopes.open(purpose + row, "", sealed))).isInstanceOf(PartUnavailable.class);
        assertThat(SealedValue.parse(sealed))
                .hasValueSatisfying(value -> assertThat(value.text()).isEqualTo(sealed));
    }

    @Property
    void anyTextIsNoSealedValueOrIsWrittenAsItWasRead(@ForAll String text) {
        for (String one : List.of(text, "e1:localkey:" + text, "e1:localkey:ab:" + text + ":" + text)) {
            SealedValue.parse(one).ifPresent(value -> assertThat(value.text()).isEqualTo(one));
            assertThatThrownBy(() -> get(envelopes.open("p", "r", one))).isInstanceOf(PartUnavailable.class);
        }
    }

    @Test
    void aSealedValueSaysWhoSealedItAndNothingElse() {
        String sealed = get(envelopes.seal("p", "r", PLAIN));

        assertThat(sealed).startsWith("e1:localkey:" + keys.generation() + ":").doesNotContain("swordfish");
        assertThat(get(envelopes.currentPrefix())).isEqualTo("e1:localkey:" + keys.generation() + ":");
        assertThat(SealedValue.parse(sealed).orElseThrow())
                .hasToString("SealedValue[localkey:" + keys.generation() + "]");
    }

    @Test
    void twoValuesHaveTwoKeys() {
        SealedValue one = parsed(get(envelopes.seal("p", "r", PLAIN)));
        SealedValue other = parsed(get(envelopes.seal("p", "r", PLAIN)));
        String mixed = new SealedValue(one.key(), other.body()).text();

        assertThatThrownBy(() -> get(envelopes.open("p", "r", mixed))).isInstanceOf(PartUnavailable.class);
    }

    @Test
    void aNewKeyWrapsTheDataKeyAnewAndLeavesTheValueAsItIs() {
        String before = get(envelopes.seal("p", "r", PLAIN));
        file.add(bytes(2));
        keys.refresh();

        String after = get(envelopes.rewrap(before));

        assertThat(parsed(after).key().generation()).isEqualTo(keys.generation());
        assertThat(parsed(after).body()).isEqualTo(parsed(before).body());
        assertThat(get(envelopes.open("p", "r", after))).isEqualTo(PLAIN);
        assertThat(get(envelopes.open("p", "r", before))).isEqualTo(PLAIN);
    }

    @Test
    void aMissingKeyIsNamed() {
        String sealed = get(envelopes.seal("p", "r", PLAIN));
        EnvelopeClient elsewhere = client(new EnvelopeKey(bytes(3)));

        assertThatThrownBy(() -> get(elsewhere.open("p", "r", sealed)))
                .isInstanceOf(PartUnavailable.class)
                .hasMessageContaining("'" + keys.generation() + "'")
                .hasMessageContaining("put its line back");
        assertThatThrownBy(() -> get(elsewhere.open("p", "r", sealed.replace("localkey", "vault"))))
                .hasMessageContaining("VAULT_ADDR");
    }

    private static EnvelopeClient client(EnvelopeKey keys) {
        var local = new LocalKeyClient(keys, new Random(5));
        return new EnvelopeClient(local, List.of(local), new Random(6));
    }

    private static SealedValue parsed(String sealed) {
        return SealedValue.parse(sealed).orElseThrow();
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(LIMIT));
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[EnvelopeKey.BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
