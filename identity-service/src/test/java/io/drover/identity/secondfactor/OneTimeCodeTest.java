package io.drover.identity.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OneTimeCodeTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B; the last six of the eight digits there. */
    record Case(long second, String code) {}

    static final List<Case> VECTORS = List.of(
            new Case(59, "287082"),
            new Case(1_111_111_109, "081804"),
            new Case(1_111_111_111, "050471"),
            new Case(1_234_567_890, "005924"),
            new Case(2_000_000_000, "279037"),
            new Case(20_000_000_000L, "353130"));

    @ParameterizedTest
    @FieldSource("VECTORS")
    void agreesWithTheStandard(Case c) {
        Instant now = Instant.ofEpochSecond(c.second());

        assertThat(OneTimeCode.accept(SECRET, c.code(), now, 0)).hasValue(c.second() / 30);
        assertThat(OneTimeCode.accept(
                        SECRET, c.code().substring(0, 3) + " " + c.code().substring(3), now, 0))
                .isPresent();
    }

    @Property
    void acceptsTheStepsAroundOnceAndNoOthers(
            @ForAll @LongRange(min = 100, max = 4_000_000_000L) long second,
            @ForAll @IntRange(min = -5, max = 5) int off) {
        Instant now = Instant.ofEpochSecond(second);
        long step = second / 30 + off;
        String code = OneTimeCode.at(SECRET, step);

        OptionalLong accepted = OneTimeCode.accept(SECRET, code, now, 0);

        if (Math.abs(off) <= 1) {
            assertThat(accepted).isPresent();
            assertThat(OneTimeCode.accept(SECRET, code, now, second / 30 + 1))
                    .as("used before")
                    .isEmpty();
        } else {
            // Two steps may have the same six digits by chance: then the accepted one is near.
            accepted.ifPresent(
                    found -> assertThat(Math.abs(found - second / 30)).isLessThanOrEqualTo(1));
        }
    }

    @Property
    void whateverIsTypedIsNoCode(@ForAll String typed) {
        if (!OneTimeCode.looksLikeOne(typed)) {
            assertThat(OneTimeCode.accept(SECRET, typed, Instant.ofEpochSecond(59), 0))
                    .isEmpty();
        }
    }

    @Test
    void theAddressForAuthenticatorsHoldsNameAndSecret() {
        assertThat(OneTimeCode.uri("jo doe", SECRET))
                .isEqualTo("otpauth://totp/Drover%3Ajo%20doe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Drover"
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
