package io.drover.agent.keeper;

import io.drover.agent.document.DesiredDocument;
import io.drover.agent.reconcile.Action;
import io.drover.model.link.ObservedBatch;
import java.util.Set;

/** What the keeper wants done in the world. Each engine effect answers with exactly one {@link AgentEvent}. */
public sealed interface Effect {
    /**
     * @param starts for a start: how many this one makes, written to the journal before it is tried
     * @param asOf number of the last event known
     */
    record Engine(Action action, long starts, long asOf) implements Effect {}

    /** @param exact containers whose times and exit code are known */
    record ListContainers(Set<String> exact, long asOf) implements Effect {
        public ListContainers {
            exact = Set.copyOf(exact);
        }
    }

    /** Addresses and ports of containers that were just started. */
    record LookAt(Set<String> containers, long asOf) implements Effect {
        public LookAt {
            containers = Set.copyOf(containers);
        }
    }

    record Ping() implements Effect {}

    record Save(DesiredDocument document) implements Effect {}

    record ReadGeneration() implements Effect {}

    /** Closes the link; it comes back by itself and gets the whole document. */
    record Relink() implements Effect {}

    record Report(ObservedBatch batch) implements Effect {}

    record Log(String line) implements Effect {}
}
