package io.drover.scheduler.placement;

import io.drover.model.HostId;
import java.util.List;
import java.util.Map;

/** The answer to a {@link PlacementRequest}. */
public sealed interface PlacementDecision {
    /**
     * @param bindAddresses container name to the host address its ports without one are bound to; only containers on
     *     hosts with a port pool ({@code io.rancher.scheduler.ips}) are named
     */
    record Placed(HostId host, Map<String, String> bindAddresses) implements PlacementDecision {
        public Placed {
            bindAddresses = Map.copyOf(bindAddresses);
        }
    }

    /**
     * @param hosts how many hosts were asked; 0: the environment has none
     * @param reasons what each rule turned away, most hosts first
     * @param waiting true if only a container that is being removed stands in the way on some host: the answer will
     *     change by itself
     */
    record Unplaceable(int hosts, List<Reason> reasons, boolean waiting) implements PlacementDecision {
        public Unplaceable {
            reasons = List.copyOf(reasons);
        }

        /** No host is asked: the environment's limits forbid it. */
        public static Unplaceable withheld(String sentence) {
            return new Unplaceable(0, List.of(new Reason("Withheld", 0, new Verdict.Withheld(sentence))), false);
        }

        /** @param example the rejection of the host that comes closest, so that the sentence can name it */
        public record Reason(String rule, int hosts, Verdict.Rejected example) {}

        /** One sentence for people. */
        public String message() {
            return UnplaceableMessage.of(this);
        }
    }
}
