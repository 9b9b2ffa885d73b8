package io.drover.scheduler.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What to do about a host.
 *
 * <ol>
 *   <li>A host without a link for {@code grace} is <b>lost</b>: its instances are placed elsewhere. After the loops' start,
 *       or a new lease holder's, every host gets the grace anew: the server was away, not the host.
 *   <li>A lost host that links again is not lost any more.
 *   <li>A removed host is forgotten when its agent has taken everything down, or when there is no agent to do it (no link for
 *       the grace time): what may still run there is then out of reach, and reported again should the machine come back.
 *   <li>A lost host is forgotten, too, when it stays away for as long as the installation or the environment says (spec:
 *       identity sheet, 4.4); never within a quarter of an hour of the loops' start, so that a server that was away for long
 *       removes nobody.
 * </ol>
 *
 * @param wakeAt when the verdict could change by itself
 */
public record HostVerdict(boolean lost, boolean forget, Optional<Instant> wakeAt) {
    private static final Duration AFTER_A_START = Duration.ofMinutes(15);

    /**
     * @param grace until a silent host is lost
     * @param removal until a host that stays away is forgotten; empty: never
     */
    public record Patience(Duration grace, Optional<Duration> removal) {
        /** @param installation how long a host may stay away where its environment says nothing */
        public static Patience with(HostView host, Duration grace, StayAway installation) {
            return new Patience(grace, StayAway.limit(host.stayAway(), installation));
        }
    }

    /** @param notBefore since when links could be opened at all */
    public static HostVerdict of(HostView host, Patience patience, Instant notBefore, Instant now) {
        if (host.connected()) {
            return new HostVerdict(false, host.removing() && host.instances() == 0, Optional.empty());
        }
        Instant since = later(host.linkSince(), notBefore);
        Instant deadline = since.plus(patience.grace());
        boolean overdue = !now.isBefore(deadline);
        boolean lost = host.lost() || overdue;
        Optional<Instant> removal = patience.removal()
                .map(delay -> later(later(host.linkSince().plus(delay), notBefore.plus(AFTER_A_START)), deadline));
        boolean stayedAway = removal.filter(moment -> !now.isBefore(moment)).isPresent();
        boolean forget = stayedAway || host.removing() && (lost || host.instances() == 0);
        return new HostVerdict(lost, forget, lost ? removal.filter(now::isBefore) : Optional.of(deadline));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
