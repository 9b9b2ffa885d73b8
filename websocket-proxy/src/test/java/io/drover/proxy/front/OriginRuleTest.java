package io.drover.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OriginRuleTest {
    record Case(@Nullable String origin, String host, String forwarded, boolean permitted) {}

    static final List<Case> CASES = List.of(
            new Case(null, "drover:8080", "", true),
            new Case("http://drover:8080", "drover:8080", "", true),
            new Case("https://Drover.example", "drover.example:443", "", true),
            new Case("http://drover.example:80", "drover.example", "", true),
            new Case("https://drover.example", "10.0.0.7:8084", "drover.example", true),
            new Case("http://drover.example", "drover.example:443", "", false),
            new Case("https://evil.example", "drover.example", "", false),
            new Case("https://drover.example.evil.example", "drover.example", "", false),
            new Case("null", "drover.example", "", false),
            new Case("https://", "", "", false));

    @ParameterizedTest
    @FieldSource("CASES")
    void onlyPagesOfThisServerOpenStreams(Case given) {
        assertThat(OriginRule.permits(given.origin(), given.host(), given.forwarded()))
                .isEqualTo(given.permitted());
    }
}
