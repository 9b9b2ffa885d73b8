package io.drover.scheduler.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StayAwayTest {
    /** Seconds; null: nothing is said, or no limit. */
    record Case(
            String sentence,
            @Nullable Long environment,
            @Nullable Long installation,
            @Nullable Long expected) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("nothing is said: for ever", null, null, null),
            new Case("the setting's -1 is for ever", null, -1L, null),
            new Case("the setting's number", null, 60L, 60L),
            new Case("at once", null, 0L, 0L),
            new Case("an environment is shorter", 5L, 60L, 5L),
            new Case("an environment is longer", 600L, 60L, 600L),
            new Case("an environment at once", 0L, 60L, 0L),
            new Case("an environment switches it off", -1L, 60L, null),
            new Case("an environment switches it on", 5L, -1L, 5L),
            new Case("an environment, and no setting is known", 5L, null, 5L));

    @ParameterizedTest
    @FieldSource("CASES")
    void anEnvironmentsWordWins(Case one) {
        assertThat(StayAway.limit(StayAway.of(one.environment()), StayAway.of(one.installation())))
                .isEqualTo(Optional.ofNullable(one.expected()).map(Duration::ofSeconds));
    }
}
