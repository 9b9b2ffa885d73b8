package io.drover.identity.store;

import org.jspecify.annotations.Nullable;

/**
 * An environment: its account and what only environments have.
 *
 * @param startPort first port for random public ports
 * @param endPort last one
 * @param hostRemoveDelay seconds until a disconnected host is removed; null: the installation's setting
 */
public record ProjectRow(
        AccountRow account,
        String orchestration,
        boolean allowSystemRole,
        int startPort,
        int endPort,
        @Nullable Integer hostRemoveDelay) {

    public long id() {
        return account.id();
    }

    public ProjectRow with(AccountRow changed, int start, int end, @Nullable Integer delay, boolean systemRole) {
        return new ProjectRow(changed, orchestration, systemRole, start, end, delay);
    }
}
