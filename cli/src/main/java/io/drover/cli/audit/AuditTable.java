package io.drover.cli.audit;

import io.drover.cli.api.Resource;
import io.drover.cli.terminal.Cell;
import io.drover.cli.terminal.Table;
import java.util.List;

/** Rows of the audit log, in the order they came. */
final class AuditTable {
    private AuditTable() {}

    static Table of(List<Resource> rows) {
        Table table = new Table("ID", "TIME", "EVENT", "WHO", "RESOURCE", "CODE", "ADDRESS", "DESCRIPTION");
        rows.forEach(row -> table.add(List.of(
                Cell.of(row.id()),
                Cell.of(row.text("created")),
                Cell.of(row.text("eventType")),
                Cell.of(who(row)),
                Cell.of(row.text("resourceId")),
                Cell.of(row.text("responseCode")),
                Cell.of(row.text("clientIp")),
                Cell.of(row.text("description")))));
        return table;
    }

    private static String who(Resource row) {
        String account = row.text("authenticatedAsAccountId");
        String identity = row.text("authenticatedAsIdentityId");
        if (identity.isEmpty()) {
            return account;
        }
        return account.isEmpty() ? identity : identity + " (" + account + ")";
    }
}
