package io.drover.scheduler.store;

import io.drover.api.security.Caller;
import io.drover.model.EnvironmentId;

/** The environment a row belongs to, with the names that loops, which act for nobody, need for labels. */
public record Tenant(EnvironmentId id, String uuid, String name) {
    static Tenant read(RowReader row) {
        return new Tenant(
                new EnvironmentId(row.number("environment_id")),
                row.text("environment_uuid"),
                row.text("environment_name"));
    }

    public static Tenant of(Caller.Environment environment) {
        return new Tenant(environment.id(), environment.uuid(), environment.name());
    }
}
