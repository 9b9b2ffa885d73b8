package io.drover.runtime.lease;

import java.time.Duration;

/**
 * @param expiry a holder that is not heard of for so long is gone
 * @param renew how often a holder renews and others try; well below the expiry
 */
public record LeaseSettings(Duration expiry, Duration renew) {
    public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(10), Duration.ofSeconds(3));

    public LeaseSettings {
        if (renew.multipliedBy(2).compareTo(expiry) > 0) {
            throw new IllegalArgumentException(
                    "a lease of %s must be renewed at least twice in that time, not every %s".formatted(expiry, renew));
        }
    }
}
