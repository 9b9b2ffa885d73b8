package io.drover.cli.lookup;

import java.util.List;

/** What a reference turned out to mean. */
public sealed interface Resolution {
    record Found(Candidate candidate) implements Resolution {}

    record Unknown(String sentence) implements Resolution {}

    record Ambiguous(List<Candidate> candidates, String sentence) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }
}
