package io.drover.scheduler.placement;

import io.drover.model.HostId;
import io.drover.scheduler.placement.PlacementDecision.Placed;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable.Reason;
import io.drover.scheduler.placement.Verdict.PortInUse;
import io.drover.scheduler.placement.Verdict.Rejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places units one after the other on one set of hosts: each placement is seen by the next, so fifty new units spread as
 * evenly as fifty single decisions would. Every request asks every host once: O(units × hosts).
 *
 * <p>It holds state and belongs to one decision: make one per pass, never share it.
 */
public final class PlacementPass {
    private final List<HostLedger> hosts;
    private final Map<HostId, HostLedger> byId = new LinkedHashMap<>();

    private PlacementPass(List<HostLedger> hosts) {
        this.hosts = hosts;
        hosts.forEach(host -> byId.put(host.snapshot().id(), host));
    }

    /** A pass over these hosts; their order does not matter. */
    public static PlacementPass over(Collection<HostSnapshot> hosts) {
        return new PlacementPass(hosts.stream()
                .sorted(Comparator.comparing(HostSnapshot::id))
                .map(HostLedger::new)
                .toList());
    }

    /** Chooses a host and takes what the unit needs there, or says why no host fits. */
    public PlacementDecision place(PlacementRequest request) {
        HostId requested = request.requestedHost();
        if (requested == null) {
            return place(request, hosts, HostFilters.STANDARD);
        }
        HostLedger host = byId.get(requested);
        return host == null ? noSuchHost(requested) : place(request, List.of(host), HostFilters.REQUESTED_HOST);
    }

    /** Adds containers to a unit that lives on a host already: a cordon does not matter then, its ports do. */
    public PlacementDecision placeBeside(PlacementRequest request, HostId host) {
        HostLedger ledger = byId.get(host);
        return ledger == null ? noSuchHost(host) : place(request, List.of(ledger), HostFilters.BESIDE);
    }

    /** The decision of this pass removes that container. */
    public void leave(HostId host, String uuid) {
        HostLedger ledger = byId.get(host);
        if (ledger != null) {
            ledger.leave(uuid);
        }
    }

    /** Would this request fit if those containers were gone? Nothing is taken. */
    public PlacementDecision preview(PlacementRequest request, Set<String> withoutUuids) {
        return over(hosts.stream().map(host -> host.now().without(withoutUuids)).toList())
                .place(request);
    }

    private static Unplaceable noSuchHost(HostId host) {
        return new Unplaceable(1, List.of(new Reason("NoSuchHost", 1, new Verdict.NoSuchHost(host.toString()))), false);
    }

    private static PlacementDecision place(
            PlacementRequest request, List<HostLedger> candidates, List<HostFilter> filters) {
        HostLedger best = null;
        double bestPenalty = Double.POSITIVE_INFINITY;
        var turnedAway = new Tally();
        for (HostLedger host : candidates) {
            Rejected why = firstRejection(request, host, filters);
            if (why != null) {
                turnedAway.add(why);
                continue;
            }
            double penalty = HostScorers.total(request, host);
            if (penalty < bestPenalty) {
                best = host;
                bestPenalty = penalty;
            }
        }
        return best == null
                ? turnedAway.unplaceable()
                : new Placed(best.snapshot().id(), best.reserve(request));
    }

    private static @Nullable Rejected firstRejection(
            PlacementRequest request, HostLedger host, List<HostFilter> filters) {
        for (HostFilter filter : filters) {
            if (filter.check(request, host) instanceof Rejected rejected) {
                return rejected;
            }
        }
        return null;
    }

    /** Counts rejections by rule and keeps, per rule, the one that comes closest. */
    private static final class Tally {
        private final Map<String, Reason> byRule = new LinkedHashMap<>();
        private int hosts;
        private boolean waiting;

        void add(Rejected why) {
            hosts++;
            waiting |= why instanceof PortInUse inUse && inUse.leaving();
            String rule = why instanceof Verdict.RuleBroken broken
                    ? broken.rule().toString()
                    : why.getClass().getSimpleName();
            byRule.merge(
                    rule,
                    new Reason(rule, 1, why),
                    (known, _) -> new Reason(rule, known.hosts() + 1, closer(known.example(), why)));
        }

        private static Rejected closer(Rejected known, Rejected other) {
            return switch (other) {
                case Verdict.MemoryShort more
                when known instanceof Verdict.MemoryShort less && more.freeBytes() > less.freeBytes() -> other;
                case Verdict.CpuShort more
                when known instanceof Verdict.CpuShort less && more.freeMilliCpu() > less.freeMilliCpu() -> other;
                case PortInUse soon when soon.leaving() && known instanceof PortInUse now && !now.leaving() -> other;
                case Rejected _ -> known;
            };
        }

        Unplaceable unplaceable() {
            var reasons = new ArrayList<>(byRule.values());
            reasons.sort(
                    Comparator.comparingInt((Reason reason) -> -reason.hosts()).thenComparing(Reason::rule));
            return new Unplaceable(hosts, reasons, waiting);
        }
    }
}
