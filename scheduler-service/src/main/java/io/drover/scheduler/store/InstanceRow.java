package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.HostId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import io.drover.model.link.ContainerSpec;
import io.drover.model.link.DesiredInstance;
import io.drover.model.link.DesiredInstance.Target;
import io.drover.model.link.ObservedInstance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * An instance as stored: what should exist, and beside it what was seen.
 *
 * @param isNative somebody else started it; Drover shows it and leaves it alone
 * @param membership the service it belongs to, null for native ones
 * @param target what it should be now: the service loop's word, unless a user asked to remove this one container
 * @param targetReason why, in words
 * @param targetSince when target or start generation were last written
 * @param startGeneration the service loop's number plus the restarts users asked of this one container
 * @param observed what the agent reported last, null if nothing yet
 */
public record InstanceRow(
        InstanceId id,
        EnvironmentId environment,
        String uuid,
        Instant created,
        @Nullable Instant removed,
        boolean isNative,
        String name,
        @Nullable Membership membership,
        HostId host,
        Making making,
        Target target,
        @Nullable String targetReason,
        Instant targetSince,
        long startGeneration,
        @Nullable Observed observed) {

    /**
     * @param slot the number in its name
     * @param launchConfig sidekick's name, empty for the primary
     */
    public record Membership(
            StackId stack,
            ServiceId service,
            String unit,
            int slot,
            String launchConfig,
            long revision,
            long createIndex) {}

    /** How the agent makes and keeps it. */
    public record Making(ContainerSpec container, int stopTimeoutSeconds, boolean pullAlways, boolean keepRunning) {}

    /** See {@link ObservedInstance}. */
    public record Observed(
            ObservedInstance.State state,
            @Nullable String externalId,
            long startGeneration,
            long starts,
            @Nullable String address,
            List<ContainerSpec.Port> ports,
            @Nullable Integer exitCode,
            @Nullable Instant firstRunning,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Integer progress,
            @Nullable String message,
            @Nullable Instant nextTry) {}

    /** What the host's agent is told about it. */
    public DesiredInstance toDesired() {
        return new DesiredInstance(
                id.value(),
                uuid,
                name,
                target,
                startGeneration,
                making.keepRunning(),
                making.stopTimeoutSeconds(),
                making.pullAlways(),
                making.container());
    }

    static InstanceRow read(RowReader row) {
        return new InstanceRow(
                new InstanceId(row.number("id")),
                new EnvironmentId(row.number("environment_id")),
                row.text("uuid"),
                row.instant("created"),
                row.instantOrNull("removed"),
                row.flag("native"),
                row.text("name"),
                row.numberOrNull("service_id") == null ? null : membership(row),
                new HostId(row.number("host_id")),
                new Making(
                        row.json("container", ContainerSpec.class),
                        row.integer("stop_timeout"),
                        row.flag("pull_always"),
                        row.flag("keep_running")),
                target(row),
                row.textOrNull("target_reason"),
                row.instant("target_since"),
                startGeneration(row),
                row.textOrNull("o_state") == null ? null : observed(row));
    }

    /** What the reconcilers want, unless its removal was asked for. */
    static Target target(RowReader row) {
        return row.flag("removal_requested") ? Target.REMOVED : row.word("target", Target.class);
    }

    static long startGeneration(RowReader row) {
        return row.number("start_generation") + row.number("restarts_requested");
    }

    private static Membership membership(RowReader row) {
        return new Membership(
                new StackId(row.number("stack_id")),
                new ServiceId(row.number("service_id")),
                row.text("unit_uuid"),
                row.integer("slot"),
                row.text("launch_config"),
                row.number("revision"),
                row.number("create_index"));
    }

    private static Observed observed(RowReader row) {
        return new Observed(
                row.word("o_state", ObservedInstance.State.class),
                row.textOrNull("o_external_id"),
                row.number("o_start_generation"),
                row.number("o_starts"),
                row.textOrNull("o_address"),
                row.json("o_ports", new TypeReference<List<ContainerSpec.Port>>() {}),
                row.integerOrNull("o_exit_code"),
                row.instantOrNull("o_first_running"),
                row.instantOrNull("o_started"),
                row.instantOrNull("o_finished"),
                row.integerOrNull("o_progress"),
                row.textOrNull("o_message"),
                row.instantOrNull("o_next_try"));
    }
}
