package io.drover.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.runtime.secret.VaultTokenAnswer.Away;
import io.drover.runtime.secret.VaultTokenAnswer.Endless;
import io.drover.runtime.secret.VaultTokenAnswer.NotRenewed;
import io.drover.runtime.secret.VaultTokenAnswer.Refused;
import io.drover.runtime.secret.VaultTokenAnswer.Renewed;
import io.drover.runtime.secret.VaultTokenState.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class VaultTokenStateTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String REMEDY = "Do something.";

    private static final VaultTokenState NEW = VaultTokenState.unknown(START);
    private static final VaultTokenState AN_HOUR = NEW.after(new Renewed(hours(1)), START);
    private static final VaultTokenState AT_MAXIMUM =
            AN_HOUR.after(new Renewed(HALF_AN_HOUR), START.plus(HALF_AN_HOUR));
    private static final VaultTokenState REFUSED = NEW.after(new Refused("403"), START);
    private static final VaultTokenState AWAY = AN_HOUR.after(new Away("sealed"), START);

    /**
     * @param after since the state became known
     * @param ends after the answer; null: not known
     * @param next after the answer
     */
    record Case(
            String name,
            VaultTokenState state,
            Duration after,
            VaultTokenAnswer answer,
            Standing standing,
            @Nullable Duration ends,
            Duration next) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("half of an hour", NEW, hours(0), new Renewed(hours(1)), Standing.RENEWED, hours(1), HALF_AN_HOUR),
            new Case(
                    "no longer than that",
                    NEW,
                    hours(0),
                    new Renewed(hours(768)),
                    Standing.RENEWED,
                    hours(768),
                    hours(6)),
            new Case(
                    "no sooner than that",
                    NEW,
                    hours(0),
                    new Renewed(seconds(6)),
                    Standing.RENEWED,
                    seconds(6),
                    seconds(5)),
            new Case(
                    "renewed again",
                    AN_HOUR,
                    HALF_AN_HOUR,
                    new Renewed(hours(1)),
                    Standing.RENEWED,
                    hours(1),
                    HALF_AN_HOUR),
            new Case(
                    "renewed again, a slow answer before and a quick one now",
                    AN_HOUR,
                    seconds(10),
                    new Renewed(seconds(3597)),
                    Standing.RENEWED,
                    seconds(3597),
                    seconds(3597).dividedBy(2)),
            new Case(
                    "what is renewed has the same end",
                    AN_HOUR,
                    HALF_AN_HOUR,
                    new Renewed(HALF_AN_HOUR.plusSeconds(1)),
                    Standing.AT_MAXIMUM,
                    HALF_AN_HOUR.plusSeconds(1),
                    HALF_AN_HOUR.plusSeconds(1).dividedBy(2)),
            new Case(
                    "its maximum was raised",
                    AT_MAXIMUM,
                    Duration.ofMinutes(15),
                    new Renewed(hours(1)),
                    Standing.RENEWED,
                    hours(1),
                    HALF_AN_HOUR),
            new Case(
                    "not renewable",
                    NEW,
                    hours(0),
                    new NotRenewed("400", hours(2)),
                    Standing.NOT_RENEWED,
                    hours(2),
                    hours(1)),
            new Case("refused", AN_HOUR, HALF_AN_HOUR, new Refused("403"), Standing.REFUSED, null, seconds(5)),
            new Case("refused again", REFUSED, seconds(5), new Refused("403"), Standing.REFUSED, null, seconds(10)),
            new Case("a root token", NEW, hours(0), new Endless(), Standing.ENDLESS, null, hours(6)),
            new Case("away from the start", NEW, hours(0), new Away("sealed"), Standing.UNKNOWN, null, seconds(5)),
            new Case("away", AN_HOUR, HALF_AN_HOUR, new Away("sealed"), Standing.RENEWED, HALF_AN_HOUR, seconds(5)),
            new Case("still away", AWAY, seconds(5), new Away("sealed"), Standing.RENEWED, seconds(3595), seconds(10)),
            new Case("there again", AWAY, seconds(5), new Renewed(hours(1)), Standing.RENEWED, hours(1), HALF_AN_HOUR));

    @ParameterizedTest
    @FieldSource("CASES")
    void saysHowItIsAndWhenToAskAgain(Case one) {
        Instant now = one.state.since().plus(one.after);

        VaultTokenState state = one.state.after(one.answer, now);

        assertThat(state.standing()).isEqualTo(one.standing);
        assertThat(state.end()).isEqualTo(one.ends == null ? null : now.plus(one.ends));
        assertThat(state.next()).isEqualTo(now.plus(one.next));
    }

    @Test
    void afterManyErrorsItIsStillAskedEveryMinute() {
        VaultTokenState state = NEW;
        for (int i = 0; i < 100; i++) {
            state = state.after(new Away("sealed"), START);
        }
        assertThat(state.next()).isEqualTo(START.plusSeconds(60));
    }

    /** @param news null: none */
    record News(
            VaultTokenState before,
            VaultTokenState now,
            @Nullable String news) {
        @Override
        public String toString() {
            return String.valueOf(news);
        }
    }

    static final List<News> NEWS = List.of(
            new News(
                    NEW,
                    AN_HOUR,
                    "Vault's token is renewed: it lasts until 2026-01-05T09:00:00Z, and longer with each renewal"),
            new News(AN_HOUR, AN_HOUR.after(new Renewed(hours(1)), START.plusSeconds(60)), null),
            new News(
                    AN_HOUR,
                    AT_MAXIMUM,
                    "Vault's token ends at 2026-01-05T09:00:00Z: it is at its longest life, and renewing does not prolong it."
                            + " Do something."),
            new News(AT_MAXIMUM, AT_MAXIMUM.after(new Renewed(seconds(900)), START.plusSeconds(2700)), null),
            new News(
                    NEW,
                    NEW.after(new NotRenewed("lease is not renewable", hours(2)), START),
                    "Vault's token ends at 2026-01-05T10:00:00Z: it cannot be renewed (lease is not renewable). Do something."),
            new News(
                    AN_HOUR,
                    REFUSED,
                    "Vault's token cannot be renewed, nor is it known when it ends (403): it is over, was revoked, or its"
                            + " policies permit neither auth/token/renew-self nor lookup-self. Do something."),
            new News(REFUSED, REFUSED.after(new Refused("403"), START), null),
            new News(REFUSED, REFUSED.after(new Away("sealed"), START), null),
            new News(
                    AN_HOUR,
                    AWAY,
                    "Vault's token could not be renewed (sealed); this is tried again, and the token ends at"
                            + " 2026-01-05T09:00:00Z unless it succeeds"),
            new News(AWAY, AWAY.after(new Away("sealed"), START), null),
            new News(
                    AWAY,
                    AWAY.after(new Renewed(hours(1)), START.plusSeconds(5)),
                    "Vault's token is renewed: it lasts until 2026-01-05T09:00:05Z, and longer with each renewal"),
            new News(
                    NEW,
                    NEW.after(new Away("sealed"), START),
                    "Vault's token could not be renewed (sealed); this is tried again"),
            new News(
                    NEW,
                    NEW.after(new Endless(), START),
                    "Vault's token never ends (it is a root token): there is nothing to renew"));

    @ParameterizedTest
    @FieldSource("NEWS")
    void saysOnceWhatAnOperatorMustKnow(News one) {
        assertThat(one.now.news(one.before, REMEDY).orElse(null)).isEqualTo(one.news);
    }

    @Test
    void theTimeThatIsLeftIsNeverNegativeAndNoNumberWhileNobodyKnows() {
        assertThat(AN_HOUR.left(START.plusMillis(500))).isEqualTo(3599.5);
        assertThat(AN_HOUR.left(START.plus(hours(2)))).isZero();
        assertThat(REFUSED.left(START)).isNaN();
        assertThat(NEW.after(new Endless(), START).left(START)).isNaN();
    }

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
