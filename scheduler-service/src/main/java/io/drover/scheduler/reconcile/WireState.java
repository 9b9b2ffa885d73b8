package io.drover.scheduler.reconcile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The computed wire fields of a resource (spec: orchestration, 0.2).
 *
 * @param message null exactly when {@code transitioning} is {@link Transitioning#NO}, save for states with a note
 * @param progress 0 to 100, null if unknown
 * @param actions names of the actions that are possible now, in a fixed order
 */
public record WireState(
        String state,
        Transitioning transitioning,
        @Nullable String message,
        @Nullable Integer progress,
        List<String> actions) {
    public WireState {
        actions = List.copyOf(actions);
    }

    /** {@code 1 instance is}, {@code 2 instances are}. */
    static String counted(long count, String noun) {
        return count == 1 ? "1 %s is".formatted(noun) : "%d %ss are".formatted(count, noun);
    }

    public enum Transitioning {
        NO("no"),
        YES("yes"),
        ERROR("error");

        private final String wire;

        Transitioning(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }
}
