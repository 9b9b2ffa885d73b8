package io.drover.agent.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do now, in order of importance, and the next instant at which the answer could change by itself.
 *
 * @param waiting uuid of an instance to the sentence that says what it waits for
 */
public record Plan(List<Action> actions, Map<String, String> waiting, Optional<Instant> wakeAt) {
    public static final Plan NOTHING = new Plan(List.of(), Map.of(), Optional.empty());

    public Plan {
        actions = List.copyOf(actions);
        waiting = Map.copyOf(waiting);
    }
}
