package io.drover.identity.store;

import io.drover.identity.audit.AuditChain;
import io.drover.identity.audit.AuditContent;
import io.drover.identity.audit.ChainLink;
import io.drover.identity.audit.ChainPoint;
import org.jspecify.annotations.Nullable;

/** @param link null: the row is not in the chain, so no replica of this service wrote it */
public record AuditEntry(AuditRow row, @Nullable ChainLink link) {
    public AuditContent content() {
        return row.content();
    }

    /** @throws IllegalStateException it is not in the chain */
    public AuditChain.Row chained() {
        if (link == null) {
            throw new IllegalStateException("row " + row.id() + " of the audit log is not in the chain");
        }
        return new AuditChain.Row(link, row.content());
    }

    /** The row behind the point. */
    static AuditEntry behind(ChainPoint before, AuditRow row) {
        AuditRow fitted = row.fitted();
        return new AuditEntry(fitted, AuditChain.link(before, fitted.content()));
    }
}
