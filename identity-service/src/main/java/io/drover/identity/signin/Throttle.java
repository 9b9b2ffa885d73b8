package io.drover.identity.signin;

import java.time.Duration;
import java.time.Instant;

/**
 * How many wrong passwords are tolerated. Goals: guessing is hopeless; nobody can lock another person out.
 *
 * <ul>
 *   <li>Counted per <em>account and address</em>: {@value #FREE_TRIES} tries are free, then each further one waits twice as
 *       long, up to five minutes. Somebody else's guesses at my account, from their address, do not count against me.
 *   <li>Counted per <em>address</em>: {@value #FREE_TRIES_PER_ADDRESS} tries are free, so that one address cannot walk through
 *       all accounts. An account that has signed in from the address before is not held up by this one: colleagues behind
 *       one address stay able to work.
 *   <li>A success forgets the count of its account and address. Counts fade after {@link #MEMORY}.
 * </ul>
 *
 * There is deliberately no count per account alone: it would be a switch anybody could flip for anybody.
 */
public final class Throttle {
    static final int FREE_TRIES = 5;
    static final int FREE_TRIES_PER_ADDRESS = 50;
    static final Duration MEMORY = Duration.ofMinutes(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private Throttle() {}

    /**
     * What is remembered of one pair or one address.
     *
     * @param failures wrong tries that have not faded
     * @param last time of the last one
     */
    public record Tries(int failures, Instant last) {
        public static final Tries NONE = new Tries(0, Instant.EPOCH);

        public Tries failedAt(Instant now) {
            return new Tries(isFaded(now) ? 1 : Math.min(failures + 1, 1000), now);
        }

        public boolean isFaded(Instant now) {
            return now.isAfter(last.plus(MEMORY));
        }
    }

    /**
     * How long this try has to wait; zero: go ahead.
     *
     * @param known the account has signed in from this address before
     */
    public static Duration delay(Tries pair, Tries address, boolean known, Instant now) {
        Duration own = delay(pair, FREE_TRIES, now);
        if (known) {
            return own;
        }
        Duration shared = delay(address, FREE_TRIES_PER_ADDRESS, now);
        return own.compareTo(shared) >= 0 ? own : shared;
    }

    private static Duration delay(Tries tries, int free, Instant now) {
        if (tries.failures() < free || tries.isFaded(now)) {
            return Duration.ZERO;
        }
        int doublings = Math.min(tries.failures() - free, 16);
        Duration wait = Duration.ofSeconds(1L << doublings);
        Instant until = tries.last().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }
}
