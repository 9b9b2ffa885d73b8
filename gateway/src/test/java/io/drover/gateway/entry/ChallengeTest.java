package io.drover.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChallengeTest {
    record Case(String realm, String header) {}

    static final List<Case> CASES = List.of(
            new Case("keys of the example", "Basic realm=\"keys of the example\""),
            new Case("", "Basic realm=\"\""),
            new Case("a \"b\" \\c", "Basic realm=\"a \\\"b\\\" \\\\c\""),
            new Case("two\r\nX-Evil: lines", "Basic realm=\"twoX-Evil: lines\""),
            new Case("schön", "Basic realm=\"schn\""));

    @ParameterizedTest
    @FieldSource("CASES")
    void aRealmIsOneQuotedString(Case given) {
        assertThat(Challenge.basic(given.realm())).isEqualTo(given.header());
    }
}
