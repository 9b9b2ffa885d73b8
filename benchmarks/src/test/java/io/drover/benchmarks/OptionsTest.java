package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OptionsTest {
    record Case(String name, List<String> arguments, Options expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("everything", List.of(), new Options(Options.ALL, Effort.FULL, Optional.empty())),
            new Case(
                    "in our order, not in theirs",
                    List.of("ps", "memory"),
                    new Options(List.of("memory", "ps"), Effort.FULL, Optional.empty())),
            new Case(
                    "options",
                    List.of("--quick", "--rounds", "3", "--report", "a.md", "ps"),
                    new Options(List.of("ps"), Effort.QUICK.withRounds(3), Optional.of(Path.of("a.md")))));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case it) {
        assertThat(Options.of(it.arguments())).isEqualTo(it.expected());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(List.of("deploy")))
                .withMessageStartingWith("'deploy' is not understood; usage: bin/benchmark");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(List.of("--report")))
                .withMessageStartingWith("'--report' is not understood");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(List.of("--rounds", "none")))
                .withMessage("--rounds is 'none'; it must be a number from 1 to 99");
    }
}
