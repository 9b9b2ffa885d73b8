package io.drover.scheduler.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance;
import io.drover.model.link.ObservedInstance.State;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReportOutcomeTest {
    record Case(
            String name,
            @Nullable String knownContainer,
            long knownStarts,
            ObservedInstance report,
            Target target,
            ReportOutcome expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "the first report counts",
                    null,
                    0,
                    seen("c1", 1, State.RUNNING),
                    Target.RUNNING,
                    ReportOutcome.RECORD),
            new Case(
                    "a later start counts",
                    "c1",
                    1,
                    seen("c1", 2, State.RUNNING),
                    Target.RUNNING,
                    ReportOutcome.RECORD),
            new Case(
                    "the same start counts",
                    "c1",
                    2,
                    seen("c1", 2, State.EXITED),
                    Target.RUNNING,
                    ReportOutcome.RECORD),
            new Case(
                    "an earlier start does not",
                    "c1",
                    3,
                    seen("c1", 2, State.EXITED),
                    Target.RUNNING,
                    ReportOutcome.IGNORE),
            new Case(
                    "another container counts",
                    "c1",
                    3,
                    seen("c2", 1, State.RUNNING),
                    Target.RUNNING,
                    ReportOutcome.RECORD),
            new Case(
                    "gone as desired is the end",
                    "c1",
                    3,
                    seen(null, 0, State.REMOVED),
                    Target.REMOVED,
                    ReportOutcome.FINISH),
            new Case(
                    "gone against the desire is news",
                    "c1",
                    3,
                    seen(null, 0, State.REMOVED),
                    Target.RUNNING,
                    ReportOutcome.RECORD));

    @ParameterizedTest
    @FieldSource("CASES")
    void judges(Case c) {
        assertThat(ReportOutcome.of(c.knownContainer(), c.knownStarts(), c.report(), c.target()))
                .isEqualTo(c.expected());
    }

    private static ObservedInstance seen(@Nullable String container, long starts, State state) {
        return new ObservedInstance(1, "uuid", state, container, 0, starts, null, List.of(), null, 0, 0, null, null, 0);
    }
}
