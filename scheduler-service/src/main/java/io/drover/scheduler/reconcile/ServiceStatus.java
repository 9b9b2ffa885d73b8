package io.drover.scheduler.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * How far a service is, from the decision that also made the plan; stored so that reads need not decide again.
 *
 * @param converged nothing is left to do and every instance is as desired; the generation this status was computed from
 *     is reconciled
 * @param currentScale units that are not being removed (wire: {@code currentScale})
 * @param desiredInstances instances there should be
 * @param runningInstances of those, how many run (or have finished and are start-once)
 * @param restarting a rolling restart is on its way
 * @param message one sentence: what is missing, why, and what happens next; null when converged
 * @param error the message is about something that will not go away by waiting for the engine
 * @param forbidden why nothing of it would be made anew: the environment's policy was tightened since; null: it would
 */
public record ServiceStatus(
        boolean converged,
        int currentScale,
        int desiredInstances,
        int runningInstances,
        boolean restarting,
        HealthState health,
        @Nullable String message,
        boolean error,
        @Nullable String forbidden) {
    /** Of a service that is permitted all it asks for. */
    public ServiceStatus(
            boolean converged,
            int currentScale,
            int desiredInstances,
            int runningInstances,
            boolean restarting,
            HealthState health,
            @Nullable String message,
            boolean error) {
        this(converged, currentScale, desiredInstances, runningInstances, restarting, health, message, error, null);
    }
}
