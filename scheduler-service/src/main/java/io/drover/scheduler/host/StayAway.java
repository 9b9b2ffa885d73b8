package io.drover.scheduler.host;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a host may stay away before it is removed: what its environment says, or else the installation's setting (spec: hosts
 * sheet, 2; identity sheet, 3.1). Pure.
 *
 * <ol>
 *   <li>A number of an environment wins over the setting, in both directions: it can shorten, lengthen and switch off.
 *   <li>A negative number is "for ever", as with the setting.
 *   <li>An environment of which nothing is known removes nobody, whatever the setting says: it might have said "for ever".
 * </ol>
 */
public sealed interface StayAway {
    StayAway FOREVER = new Forever();

    /** What the environment did not say the setting says. */
    record AsInstalled() implements StayAway {}

    record Forever() implements StayAway {}

    /** @param time since the link ended */
    record For(Duration time) implements StayAway {}

    /** @param seconds as the setting or the field of the environment has them; null: it has none */
    static StayAway of(@Nullable Long seconds) {
        if (seconds == null) {
            return new AsInstalled();
        }
        return seconds < 0 ? FOREVER : new For(Duration.ofSeconds(seconds));
    }

    /**
     * Until a host is removed; empty: never.
     *
     * @param environment what the host's environment says
     * @param installation what holds where an environment says nothing
     */
    static Optional<Duration> limit(StayAway environment, StayAway installation) {
        return switch (environment) {
            case For(Duration time) -> Optional.of(time);
            case Forever() -> Optional.empty();
            case AsInstalled() -> installation instanceof For(Duration time) ? Optional.of(time) : Optional.empty();
        };
    }
}
