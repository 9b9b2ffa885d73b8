package io.drover.scheduler.placement;

import io.drover.model.HostId;
import io.drover.model.link.ContainerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit that wants a host: all its containers go to the same one, and the rules of all of them are combined (spec:
 * orchestration, 3.2, 3.4).
 *
 * @param requestedHost the user (or a global service) names the host: affinity is not asked and reservations are forced,
 *     but the host must be schedulable and its ports free (docs/design/scheduling.md)
 */
public record PlacementRequest(
        UnitRef unit, List<Member> members, @Nullable HostId requestedHost) {
    public PlacementRequest {
        members = List.copyOf(members);
    }

    /** One container of the unit. */
    public record Member(String name, Demand demand, List<PlacementRule> rules) {
        public Member {
            rules = List.copyOf(rules);
        }

        /** The member for a container with its final labels: rules come from the labels and the environment's names. */
        public static Member of(String name, ContainerSpec container) {
            return new Member(
                    name, Demand.of(container), PlacementRuleParser.parse(container.labels(), container.environment()));
        }
    }
}
