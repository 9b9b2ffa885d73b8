package io.drover.scheduler.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.HostId;
import io.drover.scheduler.host.HostVerdict.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostVerdictTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(12);
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);

    record Case(String name, HostView host, Instant notBefore, HostVerdict expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("a linked host is well", host(true, 100, false, false, 3), LONG_AGO, verdict(false, false, -1)),
            new Case(
                    "a silent host gets its grace",
                    host(false, 5, false, false, 3),
                    LONG_AGO,
                    verdict(false, false, 7)),
            new Case(
                    "a host silent for the grace is lost",
                    host(false, 12, false, false, 3),
                    LONG_AGO,
                    verdict(true, false, -1)),
            new Case(
                    "after a restart of the loops the grace begins anew",
                    host(false, 500, false, false, 3),
                    NOW.minusSeconds(2),
                    verdict(false, false, 10)),
            new Case(
                    "a lost host stays lost while silent",
                    host(false, 1, true, false, 3),
                    LONG_AGO,
                    verdict(true, false, -1)),
            new Case(
                    "a lost host that links is welcome",
                    host(true, 0, true, false, 3),
                    LONG_AGO,
                    verdict(false, false, -1)),
            new Case(
                    "a removed host is kept until it is empty",
                    host(true, 9, false, true, 1),
                    LONG_AGO,
                    verdict(false, false, -1)),
            new Case(
                    "an empty removed host is forgotten",
                    host(true, 9, false, true, 0),
                    LONG_AGO,
                    verdict(false, true, -1)),
            new Case(
                    "a removed host that nobody can reach is forgotten with what is on it",
                    host(false, 60, false, true, 4),
                    LONG_AGO,
                    verdict(true, true, -1)));

    @ParameterizedTest
    @FieldSource("CASES")
    void judges(Case c) {
        assertThat(HostVerdict.of(c.host(), new Patience(GRACE, Optional.empty()), c.notBefore(), NOW))
                .isEqualTo(c.expected());
    }

    /** Removal after an hour; {@code wakeSeconds} -1: nothing will change. */
    record Away(String name, HostView host, long secondsOfLoops, HostVerdict expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Away> AWAY = List.of(
            new Away("away for half an hour", host(false, 1800, true, false, 3), 9999, verdict(true, false, 1800)),
            new Away("away for an hour", host(false, 3600, true, false, 3), 9999, verdict(true, true, -1)),
            new Away("not lost yet", host(false, 5, false, false, 3), 9999, verdict(false, false, 7)),
            new Away("here", host(true, 9999, false, false, 3), 9999, verdict(false, false, -1)),
            new Away(
                    "away for long, but the loops have begun just now",
                    host(false, 9999, true, false, 3),
                    60,
                    verdict(true, false, 840)),
            new Away(
                    "and when they have run for a while",
                    host(false, 9999, true, false, 3),
                    900,
                    verdict(true, true, -1)));

    @ParameterizedTest
    @FieldSource("AWAY")
    void forgetsWhoStaysAway(Away c) {
        assertThat(HostVerdict.of(
                        c.host(),
                        new Patience(GRACE, Optional.of(Duration.ofHours(1))),
                        NOW.minusSeconds(c.secondsOfLoops()),
                        NOW))
                .isEqualTo(c.expected());
    }

    @Test
    void aHostMayStayAwayForAsLongAsItsEnvironmentSays() {
        HostView host = new HostView(
                new HostId(1),
                7,
                false,
                NOW.minusSeconds(120),
                true,
                false,
                new StayAway.For(Duration.ofMinutes(1)),
                3);
        StayAway anHour = new StayAway.For(Duration.ofHours(1));
        assertThat(HostVerdict.of(host, Patience.with(host, GRACE, anHour), LONG_AGO, NOW))
                .isEqualTo(verdict(true, true, -1));
        HostView other = host(false, 120, true, false, 3);
        assertThat(HostVerdict.of(other, Patience.with(other, GRACE, anHour), LONG_AGO, NOW))
                .isEqualTo(verdict(true, false, 3480));
    }

    private static HostView host(boolean connected, long seconds, boolean lost, boolean removing, int instances) {
        return new HostView(
                new HostId(1),
                7,
                connected,
                NOW.minusSeconds(seconds),
                lost,
                removing,
                new StayAway.AsInstalled(),
                instances);
    }

    private static HostVerdict verdict(boolean lost, boolean forget, long wakeSeconds) {
        return new HostVerdict(
                lost, forget, wakeSeconds < 0 ? Optional.empty() : Optional.of(NOW.plusSeconds(wakeSeconds)));
    }
}
