package io.drover.scheduler.observed;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import org.jspecify.annotations.Nullable;

/** What to do with an agent's report about one instance. */
public enum ReportOutcome {
    /** Write it down. */
    RECORD,
    /** The container is gone as desired: the instance is done. */
    FINISH,
    /** It is about an earlier start of the same container than the one already known. */
    IGNORE;

    /**
     * Starts are counted per container: a report about another container (the old one was removed by hand and made again)
     * always counts, one about an earlier start of the same container never does.
     *
     * @param knownContainer engine id recorded last, null if none
     * @param knownStarts starts recorded last
     * @param target what is desired of the instance
     */
    public static ReportOutcome of(
            @Nullable String knownContainer, long knownStarts, ObservedInstance report, Target target) {
        if (report.state() == State.REMOVED && target == Target.REMOVED) {
            return FINISH;
        }
        boolean sameContainer = knownContainer != null && knownContainer.equals(report.externalId());
        return sameContainer && report.starts() < knownStarts ? IGNORE : RECORD;
    }
}
