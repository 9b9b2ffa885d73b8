package io.drover.scheduler.store;

import io.drover.model.EnvironmentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What registries, their credentials, certificates and secrets have in common.
 *
 * @param id 0 before it is stored
 * @param uuid also binds what is sealed to the row
 */
public record Kept(
        long id,
        EnvironmentId environment,
        String uuid,
        Instant created,
        @Nullable Instant removed,
        @Nullable String name,
        @Nullable String description) {

    public Kept described(@Nullable String newName, @Nullable String newDescription) {
        return new Kept(id, environment, uuid, created, removed, newName, newDescription);
    }

    static Kept read(RowReader row) {
        return new Kept(
                row.number("id"),
                new EnvironmentId(row.number("environment_id")),
                row.text("uuid"),
                row.instant("created"),
                row.instantOrNull("removed"),
                row.textOrNull("name"),
                row.textOrNull("description"));
    }
}
