package io.drover.cli.waiting;

import java.time.Instant;

/** Whether what was asked for has come true. */
public sealed interface Verdict {
    Done DONE = new Done();

    record Done() implements Verdict {}

    /** Not yet. {@code lookAgain} is when the answer changes even if no resource does. */
    record Continue(Instant lookAgain) implements Verdict {}

    /** It will not, or not in the time given. {@code reason} is a sentence for the user. */
    record Failed(String reason) implements Verdict {}
}
