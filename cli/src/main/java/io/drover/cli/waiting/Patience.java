package io.drover.cli.waiting;

import java.time.Duration;

/**
 * How long to wait.
 *
 * @param timeout for everything
 * @param errorGrace how long something may report an error before it counts: the server keeps trying, and a host may just
 *     be coming back
 */
public record Patience(Duration timeout, Duration errorGrace) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(600);
    public static final Duration DEFAULT_ERROR_GRACE = Duration.ofSeconds(15);

    public static Patience of(Duration timeout) {
        return new Patience(timeout, DEFAULT_ERROR_GRACE);
    }
}
