package io.drover.scheduler.store;

import org.jspecify.annotations.Nullable;

/**
 * A user of a registry, as stored.
 *
 * @param sealed the password's envelope; null once it is removed
 */
public record RegistryCredentialRow(
        Kept kept,
        long registry,
        String publicValue,
        @Nullable String sealed,
        boolean active) {
    public RegistryCredentialRow with(Kept newKept, String newPublicValue, boolean newActive) {
        return new RegistryCredentialRow(newKept, registry, newPublicValue, sealed, newActive);
    }

    static RegistryCredentialRow read(RowReader row) {
        return new RegistryCredentialRow(
                Kept.read(row),
                row.number("registry_id"),
                row.text("public_value"),
                row.textOrNull("secret_sealed"),
                row.flag("active"));
    }
}
