package io.drover.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.identity.signin.Throttle.Tries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ThrottleTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

    record Case(String name, Tries pair, Tries address, boolean known, Duration expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("nothing remembered", Tries.NONE, Tries.NONE, false, Duration.ZERO),
            new Case("four wrong tries are free", tries(4), Tries.NONE, false, Duration.ZERO),
            new Case("the fifth waits a second", tries(5), Tries.NONE, false, Duration.ofSeconds(1)),
            new Case("each further one twice as long", tries(8), Tries.NONE, false, Duration.ofSeconds(8)),
            new Case("five minutes at most", tries(900), Tries.NONE, false, Duration.ofMinutes(5)),
            new Case("the wait has passed", new Tries(5, NOW.minusSeconds(1)), Tries.NONE, false, Duration.ZERO),
            new Case("counts fade", new Tries(900, NOW.minusSeconds(901)), Tries.NONE, false, Duration.ZERO),
            new Case("an address may try many accounts", Tries.NONE, tries(49), false, Duration.ZERO),
            new Case("but not all of them", Tries.NONE, tries(53), false, Duration.ofSeconds(8)),
            new Case("a colleague behind the address signs in", Tries.NONE, tries(900), true, Duration.ZERO),
            new Case("the longer wait counts", tries(6), tries(53), false, Duration.ofSeconds(8)));

    @ParameterizedTest
    @FieldSource("CASES")
    void delays(Case test) {
        assertThat(Throttle.delay(test.pair, test.address, test.known, NOW)).isEqualTo(test.expected);
    }

    @Test
    void guessingMyPasswordFromElsewhereDoesNotLockMeOut() {
        TryLog tries = new TryLog();
        IntStream.range(0, 1000).forEach(_ -> tries.started("admin", "203.0.113.9", NOW));

        assertThat(tries.delay("admin", "203.0.113.9", NOW)).isEqualTo(Duration.ofMinutes(5));
        assertThat(tries.delay("admin", "198.51.100.7", NOW)).isZero();
    }

    @Test
    void guessingBehindMyAddressDoesNotLockMeOutOnceIHaveSignedInThere() {
        TryLog tries = new TryLog();
        tries.started("ann", "203.0.113.9", NOW);
        tries.succeeded("ann", "203.0.113.9");
        IntStream.range(0, 1000).forEach(i -> tries.started("guess" + i, "203.0.113.9", NOW));

        assertThat(tries.delay("guess1001", "203.0.113.9", NOW)).isPositive();
        assertThat(tries.delay("Ann", "203.0.113.9", NOW)).isZero();
    }

    @Test
    void aSuccessForgetsTheWrongTries() {
        TryLog tries = new TryLog();
        IntStream.range(0, 6).forEach(_ -> tries.started("ann", "203.0.113.9", NOW));
        tries.succeeded("ann", "203.0.113.9");

        assertThat(tries.delay("ann", "203.0.113.9", NOW)).isZero();
    }

    @Test
    void aBurstIsCountedBeforeItIsVerified() {
        TryLog tries = new TryLog();
        long admitted = IntStream.range(0, 100)
                .filter(_ -> {
                    boolean free = tries.delay("ann", "203.0.113.9", NOW).isZero();
                    tries.started("ann", "203.0.113.9", NOW);
                    return free;
                })
                .count();

        assertThat(admitted).isEqualTo(Throttle.FREE_TRIES);
    }

    private static Tries tries(int failures) {
        return new Tries(failures, NOW);
    }
}
