package io.drover.scheduler.placement;

import io.drover.model.link.ContainerSpec.Port;
import io.drover.scheduler.placement.PlacementDecision.Unplaceable;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one sentence a user reads when no host fits, e.g. {@code no host fits: 2 hosts: port 8080/tcp in use by shop-web-1
 * on h1, 1 host: needs 4 GiB memory, 1 GiB free on h2}.
 */
public final class UnplaceableMessage {
    public static final String NO_HOST = "no host is registered; add one";

    private static final long KIB = 1024;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private UnplaceableMessage() {}

    static String of(Unplaceable unplaceable) {
        if (unplaceable.hosts() == 0 && unplaceable.reasons().isEmpty()) {
            return NO_HOST;
        }
        if (unplaceable.reasons().getFirst().example() instanceof Verdict.Withheld(String sentence)) {
            return sentence;
        }
        return unplaceable.reasons().stream()
                .map(reason -> "%d %s: %s"
                        .formatted(reason.hosts(), reason.hosts() == 1 ? "host" : "hosts", sentence(reason.example())))
                .collect(Collectors.joining(", ", "no host fits: ", ""));
    }

    private static String sentence(Verdict.Rejected rejected) {
        return switch (rejected) {
            case Verdict.NoSuchHost(String host) -> "the requested host %s is not in the environment".formatted(host);
            case Verdict.Cordoned(String host) -> "%s is inactive".formatted(host);
            case Verdict.NotConnected(String host, Liveness liveness) ->
                "%s is %s".formatted(host, liveness.name().toLowerCase(Locale.ROOT));
            case Verdict.PortInUse(String host, Port port, String holder, boolean leaving) ->
                "port %s in use by %s%s on %s".formatted(port(port), holder, leaving ? " (being removed)" : "", host);
            case Verdict.PortTwice(String _, Port port, String first, String second) ->
                "port %s is wanted by both %s and %s".formatted(port(port), first, second);
            case Verdict.MemoryShort(String host, long needed, long free) ->
                "needs %s memory, %s free on %s".formatted(bytes(needed), bytes(Math.max(0, free)), host);
            case Verdict.CpuShort(String host, int needed, int free) ->
                "needs %d mCPU, %d mCPU free on %s".formatted(needed, Math.max(0, free), host);
            case Verdict.RuleBroken(String host, PlacementRule rule) -> rule(rule) + " on " + host;
            case Verdict.Withheld(String sentence) -> sentence;
            case Verdict.LabelRequired(String host, String accepted) ->
                "%s takes only containers with one of the labels %s".formatted(host, accepted);
        };
    }

    private static String rule(PlacementRule rule) {
        return switch (rule) {
            case PlacementRule.HostLabel(String key, String value, boolean _, boolean negated) ->
                negated
                        ? "host label %s=%s must be absent but is there".formatted(key, value)
                        : "host label %s=%s is missing".formatted(key, value);
            case PlacementRule.ContainerLabel(String key, String value, boolean _, boolean negated) ->
                negated
                        ? "a container with label %s=%s must be absent but is there".formatted(key, value)
                        : "a container with label %s=%s is missing".formatted(key, value);
            case PlacementRule.ContainerName(String name, boolean _, boolean negated) ->
                negated
                        ? "container %s must be absent but is there".formatted(name)
                        : "container %s is missing".formatted(name);
        };
    }

    private static String port(Port port) {
        String address = port.bindAddress();
        return (address == null ? "" : address + ":") + port.hostPort() + "/" + port.protocol();
    }

    /** Rounded down to at most one decimal, so that a sentence never claims more than there is. */
    static String bytes(long amount) {
        int unit = 0;
        double value = amount;
        while (value >= KIB && unit < UNITS.length - 1) {
            value /= KIB;
            unit++;
        }
        double rounded = Math.floor(value * 10) / 10;
        return rounded == Math.rint(rounded)
                ? "%d %s".formatted((long) rounded, UNITS[unit])
                : String.format(Locale.ROOT, "%.1f %s", rounded, UNITS[unit]);
    }
}
