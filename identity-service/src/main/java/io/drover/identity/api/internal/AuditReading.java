package io.drover.identity.api.internal;

import io.drover.identity.api.internal.InternalMessages.AuditMessage;
import io.drover.identity.store.AuditRow;
import io.drover.model.WireId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns what the gateway captured into rows that fit their columns: an audit row is shortened, never refused. Pure. */
final class AuditReading {
    private static final int OBJECT = 64 * 1024;

    private AuditReading() {}

    static AuditRow read(AuditMessage message, Instant now) {
        return new AuditRow(
                0,
                message.created() == null ? now : message.created(),
                cut(message.eventType() == null ? "api.unknown" : message.eventType(), 128),
                cutOrNull(message.resourceType(), 64),
                cutOrNull(message.resourceId(), 64),
                cutOrNull(message.authType(), 32),
                number(message.authenticatedAsAccountId()),
                cutOrNull(message.authenticatedAsIdentityId(), 512),
                number(message.accountId()),
                cutOrNull(message.requestObject(), OBJECT),
                cutOrNull(message.responseObject(), OBJECT),
                message.responseCode(),
                cutOrNull(message.clientIp(), 64),
                cutOrNull(message.description(), 1024),
                message.runtime());
    }

    private static @Nullable Long number(@Nullable String id) {
        var number = id == null ? java.util.OptionalLong.empty() : WireId.parse(id);
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }

    private static @Nullable String cutOrNull(@Nullable String text, int length) {
        return text == null ? null : cut(text, length);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
