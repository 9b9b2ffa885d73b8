package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.scheduler.reconcile.Activity;
import io.drover.scheduler.reconcile.HealthState;
import io.drover.scheduler.reconcile.ServiceStatus;
import io.drover.scheduler.servicelog.LogState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service as stored: what the user asked for and what its loop concluded last.
 *
 * @param intent the user's last request, from which the wire's transitioning states are told apart
 * @param generation grows with every request; the status is about {@code status.generation}
 * @param revision number of its current {@code ServiceSpec}
 * @param launchRevision the revision that last changed a launch config: containers of older ones are replaced
 * @param restart the user's last restart request, or null
 * @param createIndex instances ever made; the service loop's counter
 */
public record ServiceRow(
        ServiceId id,
        EnvironmentId environment,
        StackId stack,
        String uuid,
        Instant created,
        @Nullable Instant removed,
        String name,
        @Nullable String description,
        int scale,
        Activity activity,
        Intent intent,
        long generation,
        long revision,
        long launchRevision,
        @Nullable RestartRequest restart,
        long createIndex,
        Status status) {

    /** What the user asked last. */
    public enum Intent {
        CREATE,
        ACTIVATE,
        UPDATE,
        /** An update of a launch config. */
        UPGRADE,
        DEACTIVATE,
        RESTART,
        REMOVE
    }

    /**
     * The user's last restart request.
     *
     * @param startGeneration every instance gets it, batch by batch
     * @param batchSize how many units at once
     * @param intervalMillis pause between batches
     */
    public record RestartRequest(long startGeneration, int batchSize, long intervalMillis) {}

    /**
     * What the service loop concluded last.
     *
     * @param generation the request it is about
     * @param everActive it was converged and active once
     * @param log what the service's log has said so far
     */
    public record Status(long generation, boolean everActive, ServiceStatus conclusion, LogState log) {}

    /** A new request: its generation is one more. What is being removed stays so, whatever was asked at the same time. */
    public ServiceRow asking(Intent newIntent) {
        if (activity == Activity.REMOVED) {
            return this;
        }
        Activity wanted = switch (newIntent) {
            case CREATE, UPDATE, UPGRADE, RESTART -> activity;
            case ACTIVATE -> Activity.ACTIVE;
            case DEACTIVATE -> Activity.INACTIVE;
            case REMOVE -> Activity.REMOVED;
        };
        return with(
                name,
                description,
                scale,
                new Wish(wanted, newIntent, generation + 1, restart),
                revision,
                launchRevision);
    }

    public ServiceRow named(String newName, @Nullable String newDescription) {
        return with(newName, newDescription, scale, wish(), revision, launchRevision);
    }

    public ServiceRow scaled(int newScale) {
        return with(name, description, newScale, wish(), revision, launchRevision);
    }

    /** The next revision of its spec. */
    public ServiceRow revised(boolean launchConfigsChanged) {
        long next = revision + 1;
        return with(name, description, scale, wish(), next, launchConfigsChanged ? next : launchRevision);
    }

    public ServiceRow restarting(RestartRequest request) {
        return with(
                name, description, scale, new Wish(activity, intent, generation, request), revision, launchRevision);
    }

    private record Wish(
            Activity activity,
            Intent intent,
            long generation,
            @Nullable RestartRequest restart) {}

    private Wish wish() {
        return new Wish(activity, intent, generation, restart);
    }

    private ServiceRow with(
            String newName,
            @Nullable String newDescription,
            int newScale,
            Wish wish,
            long newRevision,
            long newLaunchRevision) {
        return new ServiceRow(
                id,
                environment,
                stack,
                uuid,
                created,
                removed,
                newName,
                newDescription,
                newScale,
                wish.activity,
                wish.intent,
                wish.generation,
                newRevision,
                newLaunchRevision,
                wish.restart,
                createIndex,
                status);
    }

    static ServiceRow read(RowReader row) {
        return new ServiceRow(
                new ServiceId(row.number("id")),
                new EnvironmentId(row.number("environment_id")),
                new StackId(row.number("stack_id")),
                row.text("uuid"),
                row.instant("created"),
                row.instantOrNull("removed"),
                row.text("name"),
                row.textOrNull("description"),
                row.integer("scale"),
                row.word("activity", Activity.class),
                row.word("intent", Intent.class),
                row.number("generation"),
                row.number("revision"),
                row.number("launch_revision"),
                row.textOrNull("restart") == null ? null : row.json("restart", RestartRequest.class),
                row.number("create_index"),
                new Status(
                        row.number("status_generation"),
                        row.flag("status_ever_active"),
                        new ServiceStatus(
                                row.flag("status_converged"),
                                row.integer("status_scale"),
                                row.integer("status_wanted"),
                                row.integer("status_running"),
                                row.flag("status_restarting"),
                                row.word("status_health", HealthState.class),
                                row.textOrNull("status_message"),
                                row.flag("status_error"),
                                row.textOrNull("status_forbidden")),
                        row.textOrNull("status_log") == null
                                ? LogState.silent(row.number("status_generation"))
                                : row.json("status_log", LogState.class)));
    }
}
