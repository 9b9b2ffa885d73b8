package io.drover.scheduler.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do now, in order, and the next instant at which the answer could change by itself.
 *
 * @param refusals sentences about what could not be done; each change of the hosts is a reason to ask again
 * @param replaced how many instances this plan replaces because their host is lost: what it takes from the budget
 */
public record Plan(List<Action> actions, List<String> refusals, int replaced, Optional<Instant> wakeAt) {
    /** Everything is as it should be, or nothing can be done about it until something is reported. */
    public static final Plan NOTHING = new Plan(List.of(), List.of(), 0, Optional.empty());

    public Plan {
        actions = List.copyOf(actions);
        refusals = List.copyOf(refusals);
    }
}
