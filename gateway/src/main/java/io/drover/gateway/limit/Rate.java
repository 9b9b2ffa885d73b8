package io.drover.gateway.limit;

/**
 * So many requests per second, lastingly, and so many at once after a rest.
 *
 * @param perSecond 0: no limit
 * @param burst at least {@code perSecond}
 */
public record Rate(int perSecond, int burst) {
    /** A bucket that is full again is forgotten; it must be full by then. */
    static final int LONGEST_REFILL_SECONDS = 600;

    public Rate {
        if (perSecond < 0 || burst < perSecond || (long) perSecond * LONGEST_REFILL_SECONDS < burst && perSecond > 0) {
            throw new IllegalArgumentException(
                    "a rate limit of %d per second with a burst of %d is not possible: the burst is from 1 to 600 times the rate, and 0 per second switches the limit off"
                            .formatted(perSecond, burst));
        }
    }

    boolean isOff() {
        return perSecond == 0;
    }
}
