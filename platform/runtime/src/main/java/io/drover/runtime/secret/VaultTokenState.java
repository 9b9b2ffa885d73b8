package io.drover.runtime.secret;

import io.drover.runtime.loop.Backoff;
import io.drover.runtime.secret.VaultTokenAnswer.Away;
import io.drover.runtime.secret.VaultTokenAnswer.Endless;
import io.drover.runtime.secret.VaultTokenAnswer.NotRenewed;
import io.drover.runtime.secret.VaultTokenAnswer.Refused;
import io.drover.runtime.secret.VaultTokenAnswer.Renewed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of Vault's token, and when Vault is asked again:
 *
 * <ol>
 *   <li>At half of the time that it has left, but not before {@link #SHORTEST} and not after {@link #LONGEST}. That also holds for
 *       one that is not renewed: an operator may change that in Vault.
 *   <li>After a question without an answer, and after a refusal that does not say when the token ends, with a growing wait.
 *   <li>A token whose end hardly moves when it is renewed is at its maximum: Vault goes on to say yes, with less and less time.
 * </ol>
 *
 * @param why the last trouble, in Vault's words
 * @param end null: not known, or never
 * @param since when the end became known
 * @param next when Vault is asked again
 * @param failures questions in a row that brought no end
 */
public record VaultTokenState(
        Standing standing, String why, @Nullable Instant end, Instant since, Instant next, int failures) {
    static final Duration SHORTEST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofHours(6);
    private static final Backoff RETRY = new Backoff(SHORTEST, Duration.ofMinutes(1));

    /** How it is with the token; an outage of Vault does not change that. */
    public enum Standing {
        UNKNOWN,
        RENEWED,
        AT_MAXIMUM,
        NOT_RENEWED,
        REFUSED,
        ENDLESS
    }

    /** Of a token that was never asked about. */
    static VaultTokenState unknown(Instant now) {
        return new VaultTokenState(Standing.UNKNOWN, "", null, now, now, 0);
    }

    VaultTokenState after(VaultTokenAnswer answer, Instant now) {
        return switch (answer) {
            case Renewed(Duration left) ->
                ends(moves(now.plus(left), now) ? Standing.RENEWED : Standing.AT_MAXIMUM, "", left, now);
            case NotRenewed(String why, Duration left) -> ends(Standing.NOT_RENEWED, why, left, now);
            case Refused(String why) -> failed(Standing.REFUSED, why, null, now);
            case Endless() -> new VaultTokenState(Standing.ENDLESS, "", null, now, now.plus(LONGEST), 0);
            case Away(String why) -> failed(standing, why, end, now);
        };
    }

    private static VaultTokenState ends(Standing standing, String why, Duration left, Instant now) {
        return new VaultTokenState(standing, why, now.plus(left), now, now.plus(bounded(left.dividedBy(2))), 0);
    }

    private VaultTokenState failed(Standing is, String why, @Nullable Instant ends, Instant now) {
        return new VaultTokenState(is, why, ends, since, now.plus(RETRY.after(failures + 1)), failures + 1);
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    /** By half of the time that passed at least: whole seconds and slow answers make it tremble. */
    private boolean moves(Instant to, Instant now) {
        return end == null || to.isAfter(end.plus(Duration.between(since, now).dividedBy(2)));
    }

    /** Seconds; not a number if there is no end, or nobody knows it. */
    double left(Instant now) {
        return end == null ? Double.NaN : Math.max(0, Duration.between(now, end).toMillis() / 1000.0);
    }

    /** Nobody has to do anything. */
    boolean isWell() {
        return !isAway() && (standing == Standing.RENEWED || standing == Standing.ENDLESS);
    }

    /** Vault did not answer the last time. A token that was refused is no news then. */
    private boolean isAway() {
        return failures > 0 && standing != Standing.REFUSED;
    }

    /** What is to be said: once, when it begins to be so. */
    Optional<String> news(VaultTokenState before, String remedy) {
        return standing == before.standing && isAway() == before.isAway()
                ? Optional.empty()
                : Optional.of(isAway() ? awaySentence() : sentence(remedy));
    }

    private String awaySentence() {
        return "Vault's token could not be renewed (%s); this is tried again%s"
                .formatted(
                        why, end == null ? "" : ", and the token ends at %s unless it succeeds".formatted(seconds()));
    }

    private String sentence(String remedy) {
        return switch (standing) {
            case UNKNOWN -> "nothing is known of Vault's token";
            case ENDLESS -> "Vault's token never ends (it is a root token): there is nothing to renew";
            case RENEWED ->
                "Vault's token is renewed: it lasts until %s, and longer with each renewal".formatted(seconds());
            case AT_MAXIMUM ->
                "Vault's token ends at %s: it is at its longest life, and renewing does not prolong it. %s"
                        .formatted(seconds(), remedy);
            case NOT_RENEWED ->
                "Vault's token ends at %s: it cannot be renewed (%s). %s".formatted(seconds(), why, remedy);
            case REFUSED ->
                ("Vault's token cannot be renewed, nor is it known when it ends (%s): it is over, was revoked, or its policies"
                                + " permit neither auth/token/renew-self nor lookup-self. %s")
                        .formatted(why, remedy);
        };
    }

    private String seconds() {
        return end == null ? "-" : end.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
