package io.drover.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.token.KeyLife.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class KeyLifeTest {
    private static final Instant START = Instant.parse("2026-04-01T10:00:00Z");
    private static final KeyLife FIRST = new KeyLife(1, START);
    private static final KeyLife SECOND = new KeyLife(2, START.plusSeconds(100));
    private static final KeyLife THIRD = new KeyLife(3, START.plusSeconds(200));
    private static final List<KeyLife> ALL = List.of(THIRD, SECOND, FIRST);

    /** Stages of the three keys so many seconds after the start. */
    record Case(long seconds, Stage first, Stage second, Stage third) {}

    static final List<Case> CASES = List.of(
            new Case(-1, Stage.SIGNING, Stage.PUBLISHED, Stage.PUBLISHED),
            new Case(0, Stage.SIGNING, Stage.PUBLISHED, Stage.PUBLISHED),
            new Case(99, Stage.SIGNING, Stage.PUBLISHED, Stage.PUBLISHED),
            new Case(100, Stage.RETIRING, Stage.SIGNING, Stage.PUBLISHED),
            new Case(199, Stage.RETIRING, Stage.SIGNING, Stage.PUBLISHED),
            new Case(200, Stage.RETIRING, Stage.RETIRING, Stage.SIGNING));

    @ParameterizedTest
    @FieldSource("CASES")
    void oneSignsNewerOnesWaitAndOlderOnesEnd(Case given) {
        Instant now = START.plusSeconds(given.seconds());
        assertThat(List.of(FIRST.stage(ALL, now), SECOND.stage(ALL, now), THIRD.stage(ALL, now)))
                .containsExactly(given.first(), given.second(), given.third());
    }

    @Test
    void aKeyEndsWhenWhatItSignedLastHasExpired() {
        Duration longest = Duration.ofMinutes(6);
        assertThat(FIRST.retires(ALL, longest)).contains(SECOND.signsFrom().plus(longest));
        assertThat(SECOND.retires(ALL, longest)).contains(THIRD.signsFrom().plus(longest));
        assertThat(THIRD.retires(ALL, longest)).isEmpty();
        assertThat(KeyLife.signing(List.of(), START)).isEqualTo(Optional.empty());
    }
}
