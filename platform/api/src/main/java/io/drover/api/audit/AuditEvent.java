package io.drover.api.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something somebody did or tried, as {@code POST /internal/audit} takes it (spec: identity sheet, 4.1). Unknown fields are
 * ignored: parts are upgraded one by one.
 *
 * @param created null: when it arrives
 * @param eventType {@code api.<type>.<verb>}, {@code shell.begin}, {@code audit.lost} ...
 * @param resourceId public id of what it was done to
 * @param authType how the caller signed in; null if that is not known here
 * @param authenticatedAsAccountId public id of who did it
 * @param accountId public id of the environment or account acted on
 * @param requestObject JSON text, masked
 * @param responseObject JSON text, masked
 * @param responseCode HTTP status, or of a shell the command's exit status
 * @param runtime milliseconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEvent(
        @Nullable Instant created,
        @Nullable String eventType,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String authType,
        @Nullable String authenticatedAsAccountId,
        @Nullable String authenticatedAsIdentityId,
        @Nullable String accountId,
        @Nullable String requestObject,
        @Nullable String responseObject,
        @Nullable Integer responseCode,
        @Nullable String clientIp,
        @Nullable String description,
        @Nullable Long runtime) {

    /** What is the same in most events. */
    public static AuditEvent of(
            Instant created, String eventType, @Nullable String resourceType, @Nullable String resourceId) {
        return new AuditEvent(
                created,
                eventType,
                resourceType,
                resourceId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Who did it, where, and from where. */
    public AuditEvent by(@Nullable String who, @Nullable String where, @Nullable String address) {
        return new AuditEvent(
                created,
                eventType,
                resourceType,
                resourceId,
                authType,
                who,
                authenticatedAsIdentityId,
                where,
                requestObject,
                responseObject,
                responseCode,
                address,
                description,
                runtime);
    }

    /** What came of it. */
    public AuditEvent ended(@Nullable Integer code, @Nullable String sentence, @Nullable Long millis) {
        return new AuditEvent(
                created,
                eventType,
                resourceType,
                resourceId,
                authType,
                authenticatedAsAccountId,
                authenticatedAsIdentityId,
                accountId,
                requestObject,
                responseObject,
                code,
                clientIp,
                sentence,
                millis);
    }
}
