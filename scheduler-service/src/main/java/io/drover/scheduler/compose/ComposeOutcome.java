package io.drover.scheduler.compose;

import io.drover.scheduler.compose.finding.ComposeProblem;
import io.drover.scheduler.spec.StackSpec;
import java.util.List;
import java.util.stream.Collectors;

/** What reading compose files gave. */
public sealed interface ComposeOutcome {
    /** What to create; its warnings name everything in the files that is not honoured. */
    record Read(StackSpec stack) implements ComposeOutcome {}

    /** Nothing is to be created; every mistake found, in the order of the files, at least one. */
    record Rejected(List<ComposeProblem> problems) implements ComposeOutcome {
        public Rejected {
            problems = List.copyOf(problems);
        }

        /** All mistakes, one per line. */
        public String message() {
            return problems.stream().map(ComposeProblem::sentence).collect(Collectors.joining("\n"));
        }
    }
}
