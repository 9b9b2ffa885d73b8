package io.drover.agent.keeper;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a document of another generation was offered, and when to look whether the operator accepts it. Not thread-safe. */
final class Freeze {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private @Nullable String reason;
    private String offered = "";
    private Instant lookAt = Instant.MAX;

    /** A document is obeyed. */
    void end() {
        reason = null;
        lookAt = Instant.MAX;
    }

    /** @param generation that was offered and is not obeyed */
    void begin(String why, String generation, Instant now) {
        reason = why;
        offered = generation;
        lookAt = now.plus(LOOK_EVERY);
    }

    boolean isOn() {
        return reason != null;
    }

    /** For people; null: nothing is frozen. */
    @Nullable
    String reason() {
        return reason;
    }

    String offered() {
        return offered;
    }

    /**
     * Whether what the operator obeys ends the freeze.
     *
     * @param obeyed null: any generation
     */
    boolean isEndedBy(@Nullable String obeyed) {
        return isOn() && (obeyed == null || obeyed.equals(offered));
    }

    /** Whether it is time to look; then the next time is later. */
    boolean mustLook(Instant now) {
        boolean must = isOn() && !now.isBefore(lookAt);
        if (must) {
            lookAt = now.plus(LOOK_EVERY);
        }
        return must;
    }

    Instant wakeAt() {
        return lookAt;
    }
}
