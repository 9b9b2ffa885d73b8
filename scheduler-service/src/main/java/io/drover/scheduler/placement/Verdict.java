package io.drover.scheduler.placement;

import io.drover.model.link.ContainerSpec.Port;

/** A filter's answer about one host. Rejections are data: the sentence is made only when no host is left. */
public sealed interface Verdict {
    Verdict FEASIBLE = new Feasible();

    record Feasible() implements Verdict {}

    /** Why not; each kind of rejection is one rule in the user's sentence. */
    sealed interface Rejected extends Verdict {
        String host();
    }

    record Cordoned(String host) implements Rejected {}

    record NotConnected(String host, Liveness liveness) implements Rejected {}

    /** The host the user named is not in the environment. */
    record NoSuchHost(String host) implements Rejected {}

    /** @param leaving the holder is being removed: the port will be free soon */
    record PortInUse(String host, Port port, String holder, boolean leaving) implements Rejected {}

    /** The unit itself asks for one port twice. */
    record PortTwice(String host, Port port, String first, String second) implements Rejected {}

    record MemoryShort(String host, long neededBytes, long freeBytes) implements Rejected {}

    record CpuShort(String host, int neededMilliCpu, int freeMilliCpu) implements Rejected {}

    record RuleBroken(String host, PlacementRule rule) implements Rejected {}

    /** The host takes only containers with one of some labels ({@code io.rancher.scheduler.require_any}). */
    record LabelRequired(String host, String accepted) implements Rejected {}

    /** The environment's limits forbid it, on whatever host. */
    record Withheld(String sentence) implements Rejected {
        @Override
        public String host() {
            return "";
        }
    }
}
