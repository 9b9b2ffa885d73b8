package io.drover.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RegistrationTokenTest {
    private static final String SECRET = "s3cret";
    private static final Instant SPRING = Instant.parse("2026-04-01T10:00:00Z");

    record Case(String name, String secret, String at, boolean genuine) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("valid when issued", SECRET, "2026-04-01T10:00:00Z", true),
            new Case("valid next year", SECRET, "2027-01-02T00:00:00Z", true),
            new Case("valid until ten years after its year began", SECRET, "2035-12-28T00:00:00Z", true),
            new Case("not valid later", SECRET, "2036-01-01T00:00:00Z", false),
            new Case("not valid before its year", SECRET, "2025-12-30T23:59:59Z", false),
            new Case("not valid with another secret", "other", "2026-04-01T10:00:00Z", false));

    @ParameterizedTest
    @FieldSource("CASES")
    void isGenuineForTenYearsWithItsSecret(Case test) {
        RegistrationToken token = RegistrationToken.issue("ABCD", SECRET, SPRING);

        assertThat(token.isGenuine(test.secret, Instant.parse(test.at))).isEqualTo(test.genuine);
    }

    @Test
    void staysTheSameThroughACalendarYear() {
        String first = RegistrationToken.issue("ABCD", SECRET, Instant.parse("2026-01-01T00:00:00Z"))
                .text();
        String last = RegistrationToken.issue("ABCD", SECRET, Instant.parse("2026-12-31T23:59:59Z"))
                .text();
        String next = RegistrationToken.issue("ABCD", SECRET, Instant.parse("2027-01-01T00:00:00Z"))
                .text();

        assertThat(first).isEqualTo(last).isNotEqualTo(next).startsWith("ABCD:1767139200000:");
    }

    @Property
    void whatIsIssuedIsParsedAgain(
            @ForAll @StringLength(min = 1, max = 30) String access, @ForAll @StringLength(min = 1) String secret) {
        Assume.that(!access.contains(":"));
        RegistrationToken token = RegistrationToken.issue(access, secret, SPRING);

        assertThat(RegistrationToken.parse(token.text())).contains(token);
        assertThat(token.signature()).matches("[A-Za-z0-9]+");
    }

    @Property
    void anyTextIsParsedOrRefusedWithoutFailing(@ForAll String text) {
        RegistrationToken.parse(text)
                .ifPresent(token -> assertThat(token.text().split(":")).hasSize(3));
    }

    @Property
    void aChangedTokenIsNotGenuine(@ForAll @StringLength(min = 1, max = 50) String signature) {
        RegistrationToken genuine = RegistrationToken.issue("ABCD", SECRET, SPRING);
        Assume.that(!signature.equals(genuine.signature()));

        assertThat(new RegistrationToken("ABCD", genuine.millis(), signature).isGenuine(SECRET, SPRING))
                .isFalse();
        assertThat(new RegistrationToken("ABCE", genuine.millis(), genuine.signature()).isGenuine(SECRET, SPRING))
                .isFalse();
        assertThat(new RegistrationToken("ABCD", genuine.millis() + 1, genuine.signature()).isGenuine(SECRET, SPRING))
                .isFalse();
    }
}
