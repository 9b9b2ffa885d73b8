package io.drover.scheduler.store;

import org.jspecify.annotations.Nullable;

/**
 * A registry as stored.
 *
 * @param serverAddress as the user wrote it
 * @param active images of it may be pulled
 */
public record RegistryRow(
        Kept kept, String serverAddress, @Nullable String driverName, boolean active) {
    public RegistryRow with(Kept newKept, boolean newActive) {
        return new RegistryRow(newKept, serverAddress, driverName, newActive);
    }

    static RegistryRow read(RowReader row) {
        return new RegistryRow(
                Kept.read(row), row.text("server_address"), row.textOrNull("driver_name"), row.flag("active"));
    }
}
