package io.drover.scheduler.placement;

import io.drover.model.Labels;
import io.drover.scheduler.placement.PlacementRequest.Member;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The standard filters, cheapest first. Each is one rule of docs/design/scheduling.md.
 *
 * <p>A unit with a requested host passes only {@link #REQUESTED_HOST}: the host must be able to take it and its ports must
 * be free, since an engine cannot bind a port twice whatever anybody asks; affinity, require_any and capacity are the
 * user's own business then (spec: orchestration, 3.1).
 */
final class HostFilters {
    static final List<HostFilter> REQUESTED_HOST = List.of(HostFilters::schedulable, HostFilters::ports);

    /** A container that joins its unit: the unit is there already. */
    static final List<HostFilter> BESIDE = List.of(HostFilters::ports);

    static final List<HostFilter> STANDARD = List.of(
            HostFilters::schedulable,
            HostFilters::memory,
            HostFilters::cpu,
            HostFilters::ports,
            HostFilters::requireAny,
            HostFilters::affinity);

    private HostFilters() {}

    static Verdict schedulable(PlacementRequest request, HostLedger host) {
        var condition = host.snapshot().condition();
        if (condition.liveness() != Liveness.ACTIVE) {
            return new Verdict.NotConnected(host.name(), condition.liveness());
        }
        return condition.cordoned() ? new Verdict.Cordoned(host.name()) : Verdict.FEASIBLE;
    }

    static Verdict memory(PlacementRequest request, HostLedger host) {
        long needed = 0;
        for (Member member : request.members()) {
            needed += member.demand().memoryBytes();
        }
        return needed == 0 || host.capacity().memoryBytes() == 0 || needed <= host.freeMemoryBytes()
                ? Verdict.FEASIBLE
                : new Verdict.MemoryShort(host.name(), needed, host.freeMemoryBytes());
    }

    static Verdict cpu(PlacementRequest request, HostLedger host) {
        int needed = 0;
        for (Member member : request.members()) {
            needed += member.demand().milliCpu();
        }
        return needed == 0 || host.capacity().milliCpu() == 0 || needed <= host.freeMilliCpu()
                ? Verdict.FEASIBLE
                : new Verdict.CpuShort(host.name(), needed, host.freeMilliCpu());
    }

    static Verdict ports(PlacementRequest request, HostLedger host) {
        return host.ports().check(request.members());
    }

    static Verdict affinity(PlacementRequest request, HostLedger host) {
        for (Member member : request.members()) {
            for (PlacementRule rule : member.rules()) {
                if (!rule.soft() && !host.satisfies(rule, request.unit())) {
                    return new Verdict.RuleBroken(host.name(), rule);
                }
            }
        }
        return Verdict.FEASIBLE;
    }

    /** A host may be reserved for containers with one of some labels (spec: orchestration, 3.8). */
    static Verdict requireAny(PlacementRequest request, HostLedger host) {
        String accepted = host.label(Labels.REQUIRE_ANY);
        if (accepted == null || accepted.isBlank()) {
            return Verdict.FEASIBLE;
        }
        for (String entry : accepted.split(",")) {
            for (Member member : request.members()) {
                if (hasLabel(member.demand().labels(), entry.strip())) {
                    return Verdict.FEASIBLE;
                }
            }
        }
        return new Verdict.LabelRequired(host.name(), accepted);
    }

    /** An empty value is no value: the portal writes {@code io.rancher.container.system=} and means any. */
    private static boolean hasLabel(Map<String, String> labels, String entry) {
        int equals = entry.indexOf('=');
        String key = equals < 0 ? entry : entry.substring(0, equals).strip();
        String value = equals < 0 ? "" : entry.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        return !key.isEmpty()
                && labels.entrySet().stream()
                        .anyMatch(label -> label.getKey().equalsIgnoreCase(key)
                                && (value.isEmpty() || label.getValue().equalsIgnoreCase(value)));
    }
}
