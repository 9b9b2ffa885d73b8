package io.drover.scheduler.placement;

import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.HostedContainer.Presence;
import io.drover.scheduler.placement.PlacementRequest.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports in use on one host during one placement pass (spec: orchestration, 3.5).
 *
 * <p>A binding without an address takes the port on every address. On a host with a pool of addresses
 * ({@code io.rancher.scheduler.ips}) the ports of a container that names no address all go to one address of the pool, the
 * first on which all of them are free. Port 0 never conflicts: the engine chooses.
 */
final class PortLedger {
    private final String host;
    private final List<String> pool;
    private final Map<Integer, List<Binding>> bindings = new HashMap<>();

    private record Binding(@Nullable String address, String holder, boolean leaving) {}

    private sealed interface Fit {
        record Fits(@Nullable String address) implements Fit {}

        record Clashes(Verdict.Rejected why) implements Fit {}
    }

    PortLedger(String host, List<String> pool) {
        this.host = host;
        this.pool = List.copyOf(pool);
    }

    void occupy(HostedContainer container) {
        if (container.presence() == Presence.STOPPED) {
            return;
        }
        boolean leaving = container.presence() == Presence.LEAVING;
        for (Port port : container.demand().ports()) {
            bind(port, port.bindAddress(), container.name(), leaving);
        }
    }

    Verdict check(List<Member> members) {
        return members.stream().allMatch(PortLedger::asksNothing) ? Verdict.FEASIBLE : tryAll(members, new HashMap<>());
    }

    /** Takes the ports of a unit that was checked; answers the chosen address by container name. */
    Map<String, String> reserve(List<Member> members) {
        var chosen = new HashMap<String, String>();
        tryAll(members, chosen);
        for (Member member : members) {
            for (Port port : member.demand().ports()) {
                bind(port, address(port, chosen.get(member.name())), member.name(), false);
            }
        }
        return chosen;
    }

    /** Members of one unit must not clash with each other either, so each sees the ports of those before it. */
    private Verdict tryAll(List<Member> members, Map<String, String> chosen) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            switch (fit(member, members.subList(0, i), chosen)) {
                case Fit.Clashes(var why) -> {
                    return why;
                }
                case Fit.Fits(var address) -> {
                    if (address != null) {
                        chosen.put(member.name(), address);
                    }
                }
            }
        }
        return Verdict.FEASIBLE;
    }

    private Fit fit(Member member, List<Member> before, Map<String, String> chosen) {
        if (pool.isEmpty() || member.demand().ports().stream().allMatch(port -> port.bindAddress() != null)) {
            Verdict.Rejected why = clash(member, null, before, chosen);
            return why == null ? new Fit.Fits(null) : new Fit.Clashes(why);
        }
        Verdict.Rejected first = null;
        for (String address : pool) {
            Verdict.Rejected why = clash(member, address, before, chosen);
            if (why == null) {
                return new Fit.Fits(address);
            }
            first = first == null ? why : first;
        }
        return first == null ? new Fit.Fits(null) : new Fit.Clashes(first);
    }

    private Verdict.@Nullable Rejected clash(
            Member member, @Nullable String pooled, List<Member> before, Map<String, String> chosen) {
        List<Port> ports = member.demand().ports();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            if (port.hostPort() == 0) {
                continue;
            }
            String address = address(port, pooled);
            for (Binding binding : bindings.getOrDefault(key(port), List.of())) {
                if (overlap(address, binding.address())) {
                    return new Verdict.PortInUse(host, port, binding.holder(), binding.leaving());
                }
            }
            for (Port own : ports.subList(0, i)) {
                if (key(own) == key(port) && overlap(address, address(own, pooled))) {
                    return new Verdict.PortTwice(host, port, member.name(), member.name());
                }
            }
            for (Member earlier : before) {
                if (takes(earlier, chosen.get(earlier.name()), key(port), address)) {
                    return new Verdict.PortTwice(host, port, earlier.name(), member.name());
                }
            }
        }
        return null;
    }

    private static boolean takes(Member member, @Nullable String pooled, int key, @Nullable String address) {
        return member.demand().ports().stream()
                .anyMatch(port -> port.hostPort() != 0 && key(port) == key && overlap(address, address(port, pooled)));
    }

    private void bind(Port port, @Nullable String address, String holder, boolean leaving) {
        if (port.hostPort() != 0) {
            bindings.computeIfAbsent(key(port), _ -> new ArrayList<>(1)).add(new Binding(address, holder, leaving));
        }
    }

    private static boolean asksNothing(Member member) {
        return member.demand().ports().stream().allMatch(port -> port.hostPort() == 0);
    }

    private static @Nullable String address(Port port, @Nullable String pooled) {
        return port.bindAddress() == null ? pooled : port.bindAddress();
    }

    private static boolean overlap(@Nullable String one, @Nullable String other) {
        String left = specific(one);
        String right = specific(other);
        return left == null || right == null || left.equals(right);
    }

    /** Null for every way of saying "all addresses". */
    private static @Nullable String specific(@Nullable String address) {
        return address == null || address.isEmpty() || address.equals("0.0.0.0") || address.equals("::")
                ? null
                : address;
    }

    private static int key(Port port) {
        return port.hostPort() * 2 + (port.protocol().equalsIgnoreCase("udp") ? 1 : 0);
    }
}
