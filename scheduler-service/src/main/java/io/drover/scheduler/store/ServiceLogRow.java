package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import io.drover.model.InstanceId;
import io.drover.model.ServiceId;
import io.drover.model.StackId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a service's log as stored.
 *
 * @param ended when it, or the run it begins, ended; null: that goes on, or something else was asked for before the loop looked
 */
public record ServiceLogRow(
        long id,
        EnvironmentId environment,
        StackId stack,
        ServiceId service,
        @Nullable InstanceId instance,
        String transaction,
        String event,
        String level,
        String description,
        boolean detail,
        Instant created,
        @Nullable Instant ended) {
    static ServiceLogRow read(RowReader row) {
        Long instance = row.numberOrNull("instance_id");
        return new ServiceLogRow(
                row.number("id"),
                new EnvironmentId(row.number("environment_id")),
                new StackId(row.number("stack_id")),
                new ServiceId(row.number("service_id")),
                instance == null ? null : new InstanceId(instance),
                row.text("transaction_id"),
                row.text("event_type"),
                row.text("level"),
                row.text("description"),
                row.flag("sub_log"),
                row.instant("created"),
                row.instantOrNull("ended"));
    }
}
