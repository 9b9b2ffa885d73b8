package io.drover.identity.api.internal;

import io.drover.api.audit.AuditEvent;
import io.drover.identity.store.AuditRow;
import io.drover.model.WireId;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns what the suite's parts report into rows; the store shortens what is too long, so that nothing is refused. Pure. */
public final class AuditReading {
    private AuditReading() {}

    public static AuditRow read(AuditEvent event, Instant now) {
        return new AuditRow(
                0,
                event.created() == null ? now : event.created(),
                event.eventType() == null ? "api.unknown" : event.eventType(),
                event.resourceType(),
                event.resourceId(),
                event.authType(),
                number(event.authenticatedAsAccountId()),
                event.authenticatedAsIdentityId(),
                number(event.accountId()),
                event.requestObject(),
                event.responseObject(),
                event.responseCode(),
                event.clientIp(),
                event.description(),
                event.runtime());
    }

    private static @Nullable Long number(@Nullable String id) {
        OptionalLong number = id == null ? OptionalLong.empty() : WireId.parse(id);
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }
}
