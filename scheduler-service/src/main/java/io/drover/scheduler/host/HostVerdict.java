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
 * </ol>
 *
 * @param wakeAt when the verdict could change by itself
 */
public record HostVerdict(boolean lost, boolean forget, Optional<Instant> wakeAt) {

    /** @param notBefore since when links could be opened at all */
    public static HostVerdict of(HostView host, Duration grace, Instant notBefore, Instant now) {
        if (host.connected()) {
            return new HostVerdict(false, host.removing() && host.instances() == 0, Optional.empty());
        }
        Instant since = host.linkSince().isBefore(notBefore) ? notBefore : host.linkSince();
        Instant deadline = since.plus(grace);
        boolean overdue = !now.isBefore(deadline);
        boolean lost = host.lost() || overdue;
        boolean forget = host.removing() && (lost || host.instances() == 0);
        return new HostVerdict(lost, forget, lost ? Optional.empty() : Optional.of(deadline));
    }
}
